"""What the owner of an account is told when somebody else touches it."""

from collections.abc import Mapping

from workflows.errors import msg

ALARMS: Mapping[str, str] = {
    "password_link_made": msg("{who} made a link that sets a new password for your account."),
    "password_set": msg("{who} set a new password for your account."),
    "second_factor_dropped": msg("{who} turned off the second factor of your account."),
    "token_made_for": msg("{who} made an access token with which a program acts in your name."),
    "address_changed": msg("{who} changed the e-mail address of your account."),
}
"""What each kind of notice says."""

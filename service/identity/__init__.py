"""Whether somebody at the door is who they say: passwords, tries and tokens."""

from service.identity.bearer import is_bearer, new_bearer
from service.identity.credentials import Checked, check_credentials
from service.identity.tokens import OFTEN, new_token, token_hash
from service.identity.waits import seconds_to_wait

__all__ = [
    "OFTEN",
    "Checked",
    "check_credentials",
    "is_bearer",
    "new_bearer",
    "new_token",
    "seconds_to_wait",
    "token_hash",
]

"""Begin to use a second factor."""

from datetime import datetime

from sqlalchemy.orm import Session

from service import events
from service.actors import Actor
from service.commands.accounts import has_second_factor, own_account
from service.commands.trying import why_not_proven
from service.errors import Reason, Refused
from service.identity import Checked, second_factor
from workflows.errors import msg

IS_ON = Reason("second_factor_on", msg("The second factor is on already. Turn it off first to set it up anew."))


def start_second_factor(session: Session, actor: Actor, checked: Checked, *, now: datetime) -> Reason | None:
    """Make a fresh secret, given the password in `checked`; nobody is asked for codes before one has confirmed it.

    A wrong password is returned as its reason, for the try must be committed. Raises Refused when it is on.
    """
    person = own_account(session, actor)
    if has_second_factor(person):
        raise Refused(IS_ON)
    if refusal := why_not_proven(session, checked, now=now):
        return refusal
    person.totp_seed, person.totp_step, person.recovery = second_factor.new_seed(), None, None
    session.flush()
    events.note_on(session, f"person/{person.id}", "second_factor_begun", {}, actor=actor, at=now)
    return None

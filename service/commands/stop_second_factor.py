"""Turn the second factor off."""

from datetime import datetime

from sqlalchemy.orm import Session

from service import events
from service.actors import Actor
from service.commands.accounts import has_second_factor, own_account, take_code
from service.commands.pass_second_factor import WRONG_CODE
from service.commands.trying import note_try, why_not_proven
from service.errors import Reason, Refused
from service.identity import Checked
from workflows.errors import msg

_IS_OFF = Reason("second_factor_off", msg("The second factor is off already."))


def stop_second_factor(
    session: Session, actor: Actor, checked: Checked, code: str, *, key: str, now: datetime
) -> Reason | None:
    """Turn it off, given the password in `checked` and a code; a begun set-up is dropped without either.

    What is wrong is returned as its reason, for the try must be committed. Raises Refused when it is off already.
    """
    person = own_account(session, actor)
    if person.totp_seed is None:
        raise Refused(_IS_OFF)
    if has_second_factor(person):
        if refusal := why_not_proven(session, checked, now=now):
            return refusal
        kind = take_code(person, code, key=key, now=now)
        note_try(session, checked.username, checked.address, succeeded=kind is not None, now=now)
        if kind is None:
            return WRONG_CODE
        events.note_on(session, f"person/{person.id}", "second_factor_off", {"by": kind}, actor=actor, at=now)
    person.totp_seed, person.totp_step, person.recovery = None, None, None
    session.flush()
    return None

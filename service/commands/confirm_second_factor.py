"""Turn the second factor on."""

from datetime import datetime

from sqlalchemy.orm import Session

from service import events
from service.actors import Actor
from service.commands.accounts import has_second_factor, own_account
from service.commands.pass_second_factor import WRONG_CODE
from service.commands.start_second_factor import IS_ON
from service.errors import Reason, Refused
from service.identity import second_factor
from workflows.errors import msg

_NOT_BEGUN = Reason("second_factor_not_begun", msg("Begin the set-up again: there is no secret to confirm."))


def confirm_second_factor(session: Session, actor: Actor, code: str, *, key: str, now: datetime) -> list[str]:
    """Turn it on by a first code of the app, and return the recovery codes, which nobody can show again.

    Raises Refused: wrong code, on already, or not begun.
    """
    person = own_account(session, actor)
    if has_second_factor(person):
        raise Refused(IS_ON)
    if person.totp_seed is None:
        raise Refused(_NOT_BEGUN)
    step = second_factor.step_of(second_factor.secret_of(key, person.id, person.totp_seed), code, now=now)
    if step is None:
        raise Refused(WRONG_CODE)
    codes = second_factor.new_recovery_codes()
    person.totp_step = step
    person.recovery = [second_factor.recovery_hash(key, person.id, one) for one in codes]
    session.flush()
    events.note_on(session, f"person/{person.id}", "second_factor_on", {}, actor=actor, at=now)
    return codes

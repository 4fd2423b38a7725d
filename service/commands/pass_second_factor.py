"""The second half of signing in: a code of the authenticator app, or a recovery code."""

import hmac
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from service.commands.accounts import has_second_factor, present_person, take_code
from service.commands.session_opening import Token, open_session
from service.commands.trying import note_try, too_early
from service.errors import NotFound, Reason
from service.identity import passwords
from workflows.errors import msg

WRONG_CODE = Reason("wrong_code", msg("This code is wrong, or it was used before. Type the one shown now."))


def pass_second_factor(
    session: Session, person_id: UUID, mark: str, code: str, *, key: str, address: str, browser: str, now: datetime
) -> Token | Reason:
    """Open a session for somebody whose password, the one with this mark, was right; `key` is the house's secret key.

    Wrong codes slow the next try down as wrong passwords do. A refusal is returned: the try must be committed.
    Raises NotFound when the person has left, or has another password or no second factor, since the password was asked.
    """
    person = present_person(session, person_id)
    own = passwords.mark_of(person.password_hash, key=key)
    if not has_second_factor(person) or not hmac.compare_digest(mark.encode(), own.encode()):
        raise NotFound
    if wait := too_early(session, person.username, address, now=now):
        return wait
    kind = take_code(person, code, key=key, now=now)
    note_try(session, person.username, address, succeeded=kind is not None, now=now)
    if kind is None:
        return WRONG_CODE
    return open_session(session, person.id, address=address, browser=browser, second_factor=kind, now=now)

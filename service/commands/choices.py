"""The codes a form may offer from the catalogue: which are known, and the rows they stand for."""

from collections.abc import Mapping
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from service.models import AwardRound, Campaign, Choice

_known: WeakKeyDictionary[Engine, dict[str, Mapping[str, UUID]]] = WeakKeyDictionary()
"""Lists by database. A code never changes its row, so a code once found stays true; a missing one is looked up."""


def row_of(session: Session, listed: str, code: str) -> UUID | None:
    """The id of the row with this code in the list "campaigns", "rounds" or one of `choice`; None when unknown."""
    return _kept(session, listed).get(code) or _read(session, listed).get(code)


def code_of(session: Session, listed: str, row_id: UUID | None) -> str | None:
    """The code of a row of the list."""
    if row_id is None:
        return None
    known = _kept(session, listed)
    if row_id not in known.values():
        known = _read(session, listed)
    return next((code for code, row in known.items() if row == row_id), None)


def _kept(session: Session, listed: str) -> Mapping[str, UUID]:
    return _known.setdefault(session.get_bind().engine, {}).get(listed, {})


def _read(session: Session, listed: str) -> Mapping[str, UUID]:
    if listed == "campaigns":
        query = select(Campaign.code, Campaign.id)
    elif listed == "rounds":
        query = select(AwardRound.code, AwardRound.id)
    else:
        query = select(Choice.code, Choice.id).where(Choice.list == listed)
    found = {code: row_id for code, row_id in session.execute(query)}
    _known.setdefault(session.get_bind().engine, {})[listed] = found
    return found

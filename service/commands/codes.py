"""Codes of dossiers: HS, the year, a running number."""

from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from service.clock import local_date
from service.models import DossierCode


def next_code(session: Session, now: datetime) -> str:
    """The next free code of the year; a dossier that is not saved after all gives it back."""
    year = local_date(now).year
    last = session.get(DossierCode, year, with_for_update=True)
    if last is None:
        # Two may open the first dossier of a year at the same moment: one makes the row, both then lock it.
        dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        new = dialect.insert(DossierCode).values(year=year, last=0).on_conflict_do_nothing()
        session.connection().execute(new)
        last = session.get_one(DossierCode, year, with_for_update=True)
    last.last += 1
    return f"HS-{year}-{last.last:06d}"

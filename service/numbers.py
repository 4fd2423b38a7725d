"""Numbers in the register of decisions: series, years, and which is free."""

from unicodedata import normalize

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.models import RegisterEntry


def series_name(text: str) -> str:
    """A series as the register writes it: NFC and upper case, so that "qđ-ubnd" is QĐ-UBND."""
    return normalize("NFC", normalize("NFC", text).upper())


def next_number(session: Session, series: str, year: int) -> int:
    """The number after the last one used in the series and year."""
    used = func.max(RegisterEntry.number)
    taken = select(used).where(RegisterEntry.series == series_name(series), RegisterEntry.year == year)
    return (session.scalar(taken) or 0) + 1

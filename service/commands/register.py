"""Numbers of decisions: each once in its series and year (Decree 30/2020/NĐ-CP, Article 15)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service import rows
from service.actors import Actor
from service.models import Dossier, RegisterEntry
from service.numbers import next_number, series_name
from workflows.errors import InvalidAnswers, Problem, msg
from workflows.forms import Form

_TAKEN = msg("Number {number} is already used in {series}/{year}; the next free number is {free}.")
_FUTURE = msg("A decision is not dated in the future.")


def check_register(session: Session, form: Form | None, entry: Mapping[str, Any], *, today: date) -> None:
    """Raises InvalidAnswers when the number is taken, naming the next free one, or the day is still to come."""
    if form is None or not entry:
        return
    series, issued_on = series_name(entry["series"]), entry["issued_on"]
    if issued_on > today:
        name = _field(form, "issued_on")
        raise InvalidAnswers({name: Problem("future", _FUTURE, name)})
    taken = select(RegisterEntry.id).where(
        RegisterEntry.series == series,
        RegisterEntry.year == issued_on.year,
        RegisterEntry.number == entry["number"],
    )
    if session.scalar(taken) is not None:
        raise _taken(form, entry, next_number(session, series, issued_on.year))


def enter(
    session: Session, dossier: Dossier, form: Form | None, entry: Mapping[str, Any], *, actor: Actor, now: datetime
) -> None:
    """Enter a checked number. Raises InvalidAnswers when somebody took it in the meantime."""
    if form is None or not entry:
        return
    of_series = {"series": series_name(entry["series"]), "year": entry["issued_on"].year}
    row = {**entry, **of_series, "dossier_id": dossier.id}
    try:
        rows.add(session, RegisterEntry, [{**row, "recorded_by_id": actor.id, "recorded_at": now}])
    except IntegrityError:
        raise _taken(form, entry, entry["number"] + 1) from None


def _taken(form: Form, entry: Mapping[str, Any], free: int) -> InvalidAnswers:
    name = _field(form, "number")
    values = {
        "number": entry["number"],
        "series": series_name(entry["series"]),
        "year": entry["issued_on"].year,
        "free": free,
    }
    return InvalidAnswers({name: Problem("taken", _TAKEN, name, values=values)})


def _field(form: Form, column: str) -> str:
    return next(one.name for one in form.fields if one.stores == f"register.{column}")

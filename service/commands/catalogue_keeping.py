"""Changing the house's catalogue: one change at a time, against what its author saw, each an event."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NoReturn, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import events
from service.actors import Actor
from service.errors import Conflict, NotFound, Reason
from service.models import Base, Event, EventDetail, Person, Province
from service.organisation import form_named, sight_of
from service.text import tidy
from workflows import forms
from workflows.errors import InvalidAnswers, Problem, msg

STREAM = "catalogue"
CHANGED = Reason("changed_meanwhile", msg("Somebody changed this meanwhile. Look at what it says now, and send again."))
_ADDRESSES = frozenset({"new"})
"""Words that stand where a code does in the pages' addresses."""
_RECENT = 500
"""How many changes back the author of a change is looked for."""
Row = TypeVar("Row", bound=Base)


def take_turn(session: Session) -> None:
    """Wait until nobody else changes the catalogue, or gives a name that must be free; held until the commit."""
    session.execute(select(Province.id).order_by(Province.id).with_for_update()).all()


def asked(name: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed into the form, clean: days as dates, names tidy. Raises InvalidAnswers."""
    form = form_named(name)
    days = {field.name for field in form.fields if field.format == "date"}
    clean = forms.clean(form, answers)
    return {key: _read(value, day=key in days) for key, value in clean.items()}


def find(session: Session, table: type[Row], code: str) -> Row:
    """The row with this code, read anew. Raises NotFound."""
    query = select(table).where(table.code == code).with_for_update()  # type: ignore[attr-defined]
    row = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound(code)
    return row


def require_free(session: Session, table: type[Base], code: str) -> None:
    """Nothing of the kind has this code yet; case does not tell codes apart. Raises InvalidAnswers."""
    column = table.code  # type: ignore[attr-defined]
    if code in _ADDRESSES or session.scalar(select(column).where(column.ilike(code.replace("_", "\\_"), escape="\\"))):
        refuse("code", "taken", msg("The code {code} is taken."), code=code)


def require_seen(session: Session, row: Any, columns: Iterable[str], seen: str | None) -> None:
    """The row still says what its author saw. Raises Conflict, with who changed it and when."""
    if seen is not None and seen != sight_of(row, columns):
        who, at = last_change(session, row.id)
        raise Conflict(CHANGED, who=who, at=at)


def change(row: Any, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Set what differs, and tell [old, new] of each."""
    changed = {name: [getattr(row, name), value] for name, value in values.items() if getattr(row, name) != value}
    for name, (_, value) in changed.items():
        setattr(row, name, value)
    return {name: [plain(old), plain(new)] for name, (old, new) in changed.items()}


def amend(
    session: Session,
    table: type[Row],
    code: str,
    said: Mapping[str, Any],
    columns: Iterable[str],
    *,
    event: str,
    actor: Actor | None,
    seen: str | None,
    now: datetime,
) -> Row:
    """Put what was said into the columns of the row with this code, and note what changed. Raises NotFound or Conflict.

    Nothing else in the catalogue changes until the commit.
    """
    take_turn(session)
    row = find(session, table, code)
    require_seen(session, row, columns, seen)
    changed = change(row, {name: said.get(name) for name in columns})
    if changed:
        session.flush()
        note(session, event, row, {"code": code, **changed, "basis": said["basis"]}, actor=actor, now=now)
    return row


def note(
    session: Session, kind: str, subject: Base, detail: Mapping[str, Any], *, actor: Actor | None, now: datetime
) -> None:
    """Append the change to the catalogue's chain; `subject` is the row it is about."""
    told = {"subject": str(subject.id), **{name: plain(value) for name, value in detail.items()}}  # type: ignore[attr-defined]
    events.note_on(session, STREAM, kind, told, actor=actor, at=now)


def refuse(field: str, rule: str, message: str, **values: Any) -> NoReturn:
    """Raise InvalidAnswers about one field."""
    raise InvalidAnswers({field: Problem(rule, message, field, values=values)})


def require_order(said: Mapping[str, Any], first: str, last: str) -> None:
    """The last day, when there is one, does not lie before the first. Raises InvalidAnswers."""
    if said.get(last) and said[last] < said[first]:
        refuse(last, "dates", msg("The last day lies before the first."))


def last_change(session: Session, subject: UUID) -> tuple[str | None, datetime | None]:
    """Who changed a row last, and when; nobody when it was not lately."""
    recent = session.execute(
        select(EventDetail.fields, Person.name, Event.at)
        .join(Event, (Event.stream == EventDetail.stream) & (Event.number == EventDetail.number))
        .outerjoin(Person, Person.id == Event.actor_id)
        .where(Event.stream == STREAM)
        .order_by(Event.number.desc())
        .limit(_RECENT)
    )
    about = ((who, at) for fields, who, at in recent if fields.get("subject", {}).get("value") == str(subject))
    return next(about, (None, None))


def plain(value: Any) -> Any:
    """A value as events keep it."""
    return str(value) if isinstance(value, (date, Decimal, UUID)) else value


def _read(value: Any, *, day: bool) -> Any:
    if isinstance(value, str):
        return date.fromisoformat(value) if day else tidy(value)
    return value

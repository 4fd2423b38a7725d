"""The options that forms leave to the service: movements, rounds, and the lists of the catalogue."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, literal, or_, select, union_all
from sqlalchemy.orm import Session

from service.models import AwardRound, Campaign, Choice
from workflows.forms import Form, Option


def choices_for(session: Session, forms: Iterable[Form], *, today: date | None) -> Mapping[str, tuple[Option, ...]]:
    """The options by list name, for every list these forms ask for; without `today` past ones too. One statement."""
    wanted = sorted({field.choices for form in forms for field in form.fields if field.choices})
    found: dict[str, list[Option]] = {name: [] for name in wanted}
    if wanted:
        parts = [_part(name, today) for name in wanted]
        rows = session.execute(union_all(*parts).order_by("position", "title"))
        for name, code, title, english, _ in rows:
            found[name].append(Option(code, title, en={"title": english} if english else {}))
    return {name: tuple(options) for name, options in found.items()}


def _part(name: str, today: date | None) -> Select[Any]:
    if name == "campaigns":
        chosen = _columns(name, Campaign.code, Campaign.name)
        return chosen.where(Campaign.valid_from <= today, _not_over(Campaign.valid_to, today)) if today else chosen
    if name == "rounds":
        chosen = _columns(name, AwardRound.code, AwardRound.name)
        return chosen.where(AwardRound.intake_to >= today) if today else chosen
    chosen = _columns(name, Choice.code, Choice.name, Choice.name_en, Choice.position)
    return chosen.where(Choice.list == name)


def _not_over(last_day: Any, today: date) -> ColumnElement[bool]:
    return or_(last_day.is_(None), last_day >= today)


def _columns(name: str, code: Any, title: Any, english: Any = None, position: Any = None) -> Select[Any]:
    """The columns of one list; names of movements and rounds have no English."""
    said = (code.label("code"), title.label("title"), (literal("") if english is None else english).label("english"))
    place = literal(0) if position is None else position
    return select(literal(name).label("list"), *said, place.label("position"))

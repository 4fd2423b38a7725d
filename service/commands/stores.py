"""Answers that also stand in columns of their own (`x-ui.stores`): nominee, dossier, letter and register."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from service.commands import choices
from service.dates import wrong_dates
from service.models import Dossier
from service.text import fold
from workflows.errors import InvalidAnswers, Problem, msg
from workflows.forms import Field, Form

_CHOSEN = {"dossier.campaign": "campaign_id", "dossier.round": "round_id"}
_UNKNOWN = msg("Choose one of the options.")
_NOT_FOR = msg("This award is not given to such a nominee.")
_LETTER = msg("This letter carries other dossiers and says {before} here; it stays as it is.")
_OTHERS = (
    select(Dossier.id).where(Dossier.submission_id == bindparam("letter"), Dossier.id != bindparam("own")).limit(1)
)


@dataclass
class Stored:
    """What a form's answers change: {"nominee.gender": (before, after)}, and how to take it back."""

    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    register: dict[str, Any] = field(default_factory=dict)
    _before: list[tuple[Any, str, Any]] = field(default_factory=list)

    def change(self, row: Any, column: str, value: Any) -> None:
        """Change a column, remembering what it was."""
        self._before.append((row, column, getattr(row, column)))
        setattr(row, column, value)

    def take_back(self) -> None:
        """Put every column back, as if nothing had been answered."""
        for row, column, value in reversed(self._before):
            setattr(row, column, value)


def store(session: Session, dossier: Dossier, form: Form | None, answers: Mapping[str, Any], *, today: date) -> Stored:
    """Put clean answers into the columns they belong to; what is not answered is emptied.

    Nominee, letter and award kind of the dossier are loaded. Raises InvalidAnswers for a code that the catalogue does
    not have, a kind of nominee that the award is not given to, or dates that cannot be right.
    """
    stored = Stored()
    fields = form.fields if form else ()
    _check(session, dossier, fields, answers, today)
    for one in fields:
        if one.stores:
            _store(session, dossier, stored, one, answers.get(one.name))
    return stored


def held(session: Session, dossier: Dossier, form: Form) -> dict[str, Any]:
    """What the columns hold now, as answers to the form."""
    found = {one.name: _plain(_now(session, dossier, one.stores)) for one in form.fields if one.stores}
    return {name: value for name, value in found.items() if value is not None}


def put_back(session: Session, dossier: Dossier, form: Form | None, changes: Mapping[str, Sequence[Any]]) -> None:
    """Undo `Stored.changes`, as the step's event tells them; a letter that others have joined since stays as it is."""
    shared = session.scalar(_OTHERS, {"letter": dossier.submission_id, "own": dossier.id}) is not None
    for one in form.fields if form else ():
        where = one.stores or ""
        if where in changes and not (shared and where.startswith("submission.")):
            _store(session, dossier, Stored(), one, changes[where][0])


def _check(
    session: Session, dossier: Dossier, fields: tuple[Field, ...], answers: Mapping[str, Any], today: date
) -> None:
    problems = wrong_dates(fields, answers, today=today)
    for one in fields:
        chosen = answers.get(one.name)
        if one.choices and chosen is not None and choices.row_of(session, one.choices, chosen) is None:
            problems[one.name] = Problem("enum", _UNKNOWN, one.name)
        if one.stores == "nominee.kind" and chosen is not None and chosen not in dossier.award_kind.nominee_kinds:
            problems[one.name] = Problem("not_for", _NOT_FOR, one.name)
    problems |= _letter(session, dossier, fields, answers)
    if problems:
        raise InvalidAnswers(problems)


def _letter(
    session: Session, dossier: Dossier, fields: tuple[Field, ...], answers: Mapping[str, Any]
) -> dict[str, Problem]:
    """What a letter says stands once another dossier came with it: no clerk changes it under their hands."""
    changed = {}
    for one in fields:
        if (one.stores or "").startswith("submission."):
            before = _now(session, dossier, str(one.stores))
            if before is not None and before != _value(one, answers.get(one.name)):
                changed[one.name] = Problem("letter", _LETTER, one.name, values={"before": _shown(before)})
    if not changed or session.scalar(_OTHERS, {"letter": dossier.submission_id, "own": dossier.id}) is None:
        return {}
    return changed


def _store(session: Session, dossier: Dossier, stored: Stored, one: Field, answer: Any) -> None:
    where = str(one.stores)
    table, _, column = where.partition(".")
    if table == "register":
        stored.register[column] = _value(one, answer)
        return
    row = _row(dossier, table)
    before = _now(session, dossier, where)
    after = _value(one, answer)
    if row is None or before == after:
        return
    if where in _CHOSEN:
        stored.change(row, _CHOSEN[where], after and choices.row_of(session, str(one.choices), after))
    else:
        stored.change(row, column, after)
    if where == "nominee.name":
        stored.change(dossier, "search", dossier.search.replace(fold(before), fold(after), 1))
    stored.changes[where] = (_plain(before), _plain(after))


def _now(session: Session, dossier: Dossier, where: str) -> Any:
    table, _, column = where.partition(".")
    row = _row(dossier, table)
    if row is None:
        return None
    if where in _CHOSEN:
        return choices.code_of(session, f"{column}s", getattr(row, _CHOSEN[where]))
    return getattr(row, column)


def _row(dossier: Dossier, table: str) -> Any:
    if table == "dossier":
        return dossier
    return dossier.nominee if table == "nominee" else dossier.submission


def _value(one: Field, answer: Any) -> Any:
    """An unticked box is no; another unanswered question is empty."""
    if one.type == "boolean":
        return bool(answer)
    return date.fromisoformat(answer) if one.format == "date" and answer else answer


def _shown(value: Any) -> str:
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value

"""Looking through a list before anything is stored: what the letter says, which rows are good, which stand twice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from service.dates import wrong_dates
from service.models import AwardKind, AwardRound, Dossier, Nominee, RegisterEntry, Status
from service.proposals import stored_as
from service.queries.list_form import NOTE, ListForm
from service.sheets import Row, SheetProblem, SheetRefused, read
from service.text import fold
from workflows import forms
from workflows.errors import InvalidAnswers, Problem, msg
from workflows.forms import Field
from workflows.forms.typed import answer

Judged = dict[str, Any]
"""{row, values, typed, problems, doubts}: as the table of sheets keeps a row; what has problems is not taken in."""

_UNKNOWN = msg("Choose one of the options.")
_NO_FILE = SheetProblem(None, "no_file", msg("Choose the Excel file that you have filled in."))
_TWICE = msg("The same nominee stands in row {row}.")
_RUNNING = msg("The dossier {code} of this nominee is already under way.")
_AWARDED = msg("This nominee has been given the award already, by the dossier {code}.")


@dataclass(frozen=True, slots=True)
class LookedThrough:
    """A list that has arrived: what it says, or why it is not taken."""

    shared: Mapping[str, Any]
    rows: Sequence[Judged] = ()
    invalid: Mapping[str, Problem] = field(default_factory=dict)
    """What is wrong with what was asked once, by question."""
    refused: Sequence[SheetProblem] = ()
    """Why the file cannot be read, with the cells."""

    @property
    def is_taken(self) -> bool:
        """Whether it can be kept; rows may still have problems."""
        return not self.invalid and not self.refused


def look_through(
    session: Session, asked: ListForm, typed: Mapping[str, Any], data: bytes | None, *, most: int
) -> LookedThrough:
    """Judge what was asked once and every row of the file; nothing is raised, so that all is told at once."""
    shared: Mapping[str, Any] = {}
    invalid: Mapping[str, Problem] = {}
    try:
        shared = judge_shared(asked, typed)
    except InvalidAnswers as error:
        invalid = error.problems
    if data is None:
        return LookedThrough(shared, invalid=invalid, refused=[_NO_FILE])
    try:
        rows = read(data, [*asked.columns, NOTE], most_rows=most)
    except SheetRefused as refused:
        return LookedThrough(shared, invalid=invalid, refused=refused.problems)
    return LookedThrough(shared, [] if invalid else judge_rows(session, asked, shared, rows), invalid)


def judge_shared(asked: ListForm, raw: Mapping[str, Any]) -> dict[str, Any]:
    """What is asked once, as typed answers. Raises InvalidAnswers with a problem a question."""
    fields = asked.shared.by_name
    problems: dict[str, Problem] = {}
    try:
        forms.clean(asked.form, {**raw, asked.kind_field: asked.kinds[0]})
    except InvalidAnswers as invalid:
        problems = {name: problem for name, problem in invalid.problems.items() if name in fields}
    answers = {name: answer(field, raw.get(name))[0] for name, field in fields.items()}
    problems |= {name: problem for name, problem in _together(asked, answers).items() if name not in problems}
    if problems:
        raise InvalidAnswers(problems)
    known = {name: value for name, value in answers.items() if value is not None}
    return known | ({asked.kind_field: asked.kinds[0]} if len(asked.kinds) == 1 else {})


def judge_rows(session: Session, asked: ListForm, shared: Mapping[str, Any], rows: Sequence[Row]) -> list[Judged]:
    """Every row with what is wrong with its cells, and, where nothing is, whether it may stand twice."""
    judged = [_judge(asked, shared, row) for row in rows]
    standing = _standing(session, asked, shared)
    seen: dict[tuple[str, Any], int] = {}
    for one in judged:
        if not one["problems"]:
            one["doubts"] = list(_doubts(asked, one, seen, standing))
    return judged


def _together(asked: ListForm, answers: Mapping[str, Any]) -> dict[str, Problem]:
    """What no single question's schema says: choices of the catalogue, and dates that cannot be right."""
    unknown = {one.name for one in asked.shared.fields if not _offered(asked, one, answers.get(one.name))}
    problems = {name: Problem("enum", _UNKNOWN, name) for name in unknown}
    return problems | wrong_dates(asked.shared.fields, answers, today=asked.today)


def _offered(asked: ListForm, field: Field, chosen: Any) -> bool:
    if not field.choices or chosen is None:
        return True
    return chosen in {option.value for option in asked.choices.get(field.choices, ())}


def _judge(asked: ListForm, shared: Mapping[str, Any], row: Row) -> Judged:
    answers, wrong = _cleaned(asked, {**shared, **row.values})
    told = {problem.cell for problem in row.problems}
    problems = [
        *row.problems,
        *(
            SheetProblem(cell, problem.rule, problem.message, problem.values)
            for name, problem in wrong.items()
            if (cell := row.cell(name)) not in told
        ),
    ]
    values = dict(row.values)
    if not problems:  # else it goes out again as it came
        values = {name: value for name, value in answers.items() if name not in shared}
    kept = list(map(_kept, problems))
    return {"row": row.number, "values": values, "typed": dict(row.typed), "problems": kept, "doubts": []}


def _cleaned(asked: ListForm, raw: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Problem]]:
    """The answers, and all that is wrong with them: what no form accepts is judged by its dates all the same."""
    answers, wrong = raw, {}
    try:
        answers = forms.clean(asked.form, raw)
    except InvalidAnswers as invalid:
        wrong = dict(invalid.problems)
    return answers, wrong_dates(asked.form.fields, answers, today=asked.today) | wrong


def _kept(problem: SheetProblem) -> dict[str, Any]:
    values = {name: _plain(value) for name, value in problem.values.items()}
    return {"cell": problem.cell, "message": problem.message, "values": values}


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return value.isoformat() if isinstance(value, date) else value


def _doubts(
    asked: ListForm, judged: Judged, seen: dict[tuple[str, Any], int], standing: Mapping[str, dict[str, Any]]
) -> Iterable[dict[str, Any]]:
    """Where the same nominee stands already: in a row above, or as a dossier."""
    name = fold(judged["values"].get(asked.name_field, ""))
    who = (name, judged["values"].get(asked.birth_field))
    if who in seen:
        yield {"message": _TWICE, "values": {"row": seen[who]}}
    seen.setdefault(who, judged["row"])
    if name in standing:
        yield standing[name]


def _standing(session: Session, asked: ListForm, shared: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The unit's dossiers of this award by name, under way or awarded: in the same round; in none, of the same year."""
    code = shared.get(stored_as(asked.form, "dossier.round"))
    same_round = or_(Dossier.round_id.is_(None), AwardRound.code == code) if code else Dossier.round_id.is_(None)
    awarded = and_(
        RegisterEntry.id.is_not(None), or_(Dossier.round_id.is_not(None), RegisterEntry.year == asked.today.year)
    )
    found = session.execute(
        select(Nominee.name, Dossier.code, Dossier.status)
        .join(Dossier, Dossier.nominee_id == Nominee.id)
        .join(AwardKind, AwardKind.id == Dossier.award_kind_id)
        .outerjoin(AwardRound, AwardRound.id == Dossier.round_id)
        .outerjoin(RegisterEntry, RegisterEntry.dossier_id == Dossier.id)
        .where(
            Dossier.unit_id == asked.unit_id,
            AwardKind.code == asked.award_code,
            same_round,
            or_(Dossier.status != Status.ENDED, awarded),
        )
    )
    return {
        fold(name): {"message": _AWARDED if status == Status.ENDED else _RUNNING, "values": {"code": number}}
        for name, number, status in found
    }

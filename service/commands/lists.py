"""A list of nominees as its commands meet it: found and locked for its sender, its states, what is left to do."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from service import jobs, permissions
from service.actors import Actor
from service.commands.founding import award_of
from service.errors import NotAllowed, NotFound, Reason, Refused
from service.models import AwardKind, Sheet
from service.processes import definition_named
from service.proposals import proposal_form
from workflows.errors import InvalidAnswers, msg
from workflows.forms import Form

NOMINEES = "nominees"
READ, TAKING, TAKEN = "read", "taking", "taken"
SUBMITTING, SUBMITTED = "submitting", "submitted"
STOPPED, DROPPED = "stopped", "dropped"
JOBS = {TAKING: "take_sheet", SUBMITTING: "submit_sheet"}
"""What is done with a list at work."""
AT_WORK = JOBS.keys()
Result = dict[str, Any]
"""{row, code, dossier, sent} of a dossier, {row, problem: {message, values, about}} of a row that became none."""
_GONE = Reason("gone", msg("The dossier is gone."))
_NO_PROPOSAL = Reason("no_award", msg("There is no such award today."))


class RowRefused(Exception):
    """A proposal of a list cannot be sent as it is; `kept` says why, as it is kept with the row."""

    def __init__(self, row: int, error: Exception, form: Form | None) -> None:
        super().__init__(str(error))
        self.row = row
        self.kept = _why(error, form)


def find_list(session: Session, actor: Actor, sheet_id: UUID) -> Sheet:
    """The list, locked. Raises NotFound for all but its sender, NotAllowed when they are no clerk of its unit now."""
    sheet = hold_list(session, sheet_id)
    if sheet is None or sheet.sent_by_id != actor.id or sheet.status == DROPPED:
        raise NotFound(str(sheet_id))
    if reason := permissions.why_not_propose(actor, sheet.unit_id):
        raise NotAllowed(reason)
    return sheet


def hold_list(session: Session, sheet_id: UUID, *, rows: bool = True) -> Sheet | None:
    """The list of nominees, locked, whoever sent it; its rows are long, so who needs none leaves them."""
    wanted = select(Sheet).where(Sheet.id == sheet_id, Sheet.kind == NOMINEES).with_for_update()
    return session.scalar(wanted if rows else wanted.options(defer(Sheet.rows, raiseload=True)))


def order(session: Session, sheet: Sheet, *, now: datetime) -> None:
    """Have done what a list at work waits for; where that is ordered already and not begun, nothing is added."""
    kind = JOBS[sheet.status]
    jobs.enqueue(session, kind, {"sheet_id": str(sheet.id)}, now=now, key=f"{kind}/{sheet.id}")


def stop_list(session: Session, kind: str, payload: Mapping[str, Any]) -> None:
    """A job is never tried again: the list that waits for it stops, and can be gone on with or dropped."""
    sheet = hold_list(session, UUID(payload["sheet_id"])) if kind in JOBS.values() else None
    if sheet is not None and JOBS.get(sheet.status) == kind:
        sheet.status = STOPPED


def left_to_take(sheet: Sheet) -> list[dict[str, Any]]:
    """The good rows that nothing has been done with yet."""
    dealt = {one["row"] for one in sheet.results}
    return [row for row in sheet.rows if not row["problems"] and row["row"] not in dealt]


def left_to_send(sheet: Sheet) -> list[Result]:
    """The dossiers of the list whose proposal has neither been sent nor refused."""
    return [one for one in sheet.results if "dossier" in one and not one.get("sent") and "problem" not in one]


def form_of(session: Session, sheet: Sheet, today: date) -> tuple[AwardKind, Form]:
    """The award as it is given today with the form of its proposal. Raises Refused when it is not given any more."""
    asked = session.get_one(AwardKind, sheet.award_kind_id)
    award, version = award_of(session, asked.code, asked.nominee_kinds[0], today)
    form = proposal_form(definition_named(session, version.name, version.id))
    if form is None:
        raise Refused(_NO_PROPOSAL)
    return award, form


def kept(reason: Reason) -> dict[str, Any]:
    """A reason as it is kept with a row."""
    return {"message": reason.message, "values": _plain(reason.values)}


def _why(error: Exception, form: Form | None) -> dict[str, Any]:
    if isinstance(error, InvalidAnswers):
        name, problem = next(iter(error.problems.items()))
        title = form.by_name[name].title if form and name in form.by_name else name
        return {**kept(Reason(problem.rule, problem.message, problem.values)), "about": title}
    reason = getattr(error, "reason", None)
    return kept(reason if isinstance(reason, Reason) else _GONE)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, int) else str(value) for name, value in values.items()}

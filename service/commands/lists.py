"""A list of nominees as its commands meet it: found and locked for its sender, what is left to send."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from service import permissions
from service.actors import Actor
from service.commands.founding import award_of
from service.commands.sheet_work import DROPPED, Result, hold, kept
from service.errors import NotAllowed, NotFound, Reason, Refused
from service.models import AwardKind, Sheet
from service.processes import definition_named
from service.proposals import proposal_form
from workflows.errors import InvalidAnswers, msg
from workflows.forms import Form

NOMINEES = "nominees"
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
    sheet = hold(session, sheet_id, NOMINEES)
    if sheet is None or sheet.sent_by_id != actor.id or sheet.status == DROPPED:
        raise NotFound(str(sheet_id))
    if reason := permissions.why_not_propose(actor, sheet.unit_id):
        raise NotAllowed(reason)
    return sheet


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


def _why(error: Exception, form: Form | None) -> Result:
    if isinstance(error, InvalidAnswers):
        name, problem = next(iter(error.problems.items()))
        title = form.by_name[name].title if form and name in form.by_name else name
        return {**kept(Reason(problem.rule, problem.message, problem.values)), "about": title}
    reason = getattr(error, "reason", None)
    return kept(reason if isinstance(reason, Reason) else _GONE)

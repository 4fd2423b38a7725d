"""Dossiers: open one, find them, read one and its history, withdraw one."""

from typing import Any

from flask import Response, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from service.commands.propose_dossier import propose_dossier
from service.commands.versions import dossier_version, expect_dossier
from service.commands.withdraw_dossier import withdraw_dossier
from service.models import Incident
from service.queries.api_dossiers import dossier_with, given_answers
from service.queries.dossier import open_dossier_page
from service.queries.dossiers import Sought, dossiers
from service.queries.history import history_of
from service.web import current
from service.web.api import showing
from service.web.api.answering import answer, page, version
from service.web.api.changing import conditional, once, seen
from service.web.api.cursors import id_place, number_place, write_cursor
from service.web.api.describing import Noun
from service.web.api.reading import misplaced
from service.web.api.schemas import answered
from service.web.api.schemas.asked import DossierPageSought, HistorySought, NewDossier, Withdrawal
from service.web.api.schemas.examples import MOVED, OPENED
from workflows.errors import InvalidAnswers

_NEWEST, _HISTORY = "newest", "history"

bp = Noun("dossier", "Award dossiers: one nominee on the way to one award. `code` is the dossier's business key.")


@bp.post("/dossier")
@bp.arguments(NewDossier)
@bp.call(
    "openDossier",
    {201: answered.Opened, 202: answered.Opened},
    fails=(403,),
    headers=("Location",),
    example=OPENED,
    changes=True,
)
def create(body: dict[str, Any]) -> ResponseReturnValue:
    """Open a dossier for a unit one is a clerk of.

    With `answers` the proposal is written and sent to the head of the unit at once, or nothing is done at all. 202: it
    is open, but could not move on; `incident` says why.
    """
    return once(lambda session: _created(session, body))


@bp.get("/dossier")
@bp.arguments(DossierPageSought, location="query")
@bp.call("listDossiers", {200: answered.Line(many=True)}, headers=("Link", "X-Next-Cursor"))
def index(asked: dict[str, Any]) -> ResponseReturnValue:
    """List the dossiers the caller may know of, the newest first."""
    after = id_place(asked["cursor"], _NEWEST)
    sought = Sought(asked["stage"], asked["unit"], asked["award"], asked["q"], after)
    with current.looking() as database:
        listed = dossiers(database, current.actor(), sought, limit=asked["max_results"])
    return page(list(map(showing.line, listed.lines)), write_cursor(_NEWEST, listed.next) if listed.next else None)


@bp.get("/dossier/<code>")
@bp.call("getDossier", {200: answered.Dossier}, fails=(404,), headers=("ETag",))
def one(code: str) -> ResponseReturnValue:
    """Read a dossier: where it stands, who can move it on, what was answered."""
    with current.looking() as database:
        opened = open_dossier_page(database, current.actor(), code, now=current.now())
        answers = given_answers(database, opened.dossier.id)
    return answer(showing.dossier(opened, answers), headers=version(dossier_version(opened.dossier)))


@bp.get("/dossier/<code>/history")
@bp.arguments(HistorySought, location="query")
@bp.call("getHistory", {200: answered.Event(many=True)}, fails=(404,), headers=("Link", "X-Next-Cursor"))
def history(asked: dict[str, Any], code: str) -> ResponseReturnValue:
    """Read what happened, the newest first, with values before and after; never a ballot's choice."""
    below = number_place(asked["cursor"], _HISTORY)
    with current.looking() as database:
        opened = open_dossier_page(database, current.actor(), code, now=current.now())
        found = history_of(database, opened, below=below, limit=asked["max_results"])
    return page(list(map(showing.act, found.acts)), write_cursor(_HISTORY, found.next) if found.next else None)


@bp.post("/dossier/<code>/withdraw")
@bp.arguments(Withdrawal)
@bp.call(
    "withdrawDossier",
    {200: answered.Moved, 202: answered.Moved},
    fails=(403, 404),
    example={**MOVED, "status": "ended", "stage": "withdrawn"},
    changes=True,
    conditional=True,
)
def withdraw(body: dict[str, Any], code: str) -> ResponseReturnValue:
    """Withdraw a dossier of one's unit before voting begins. 202: it could not be ended; `incident` says why."""
    return once(lambda session: _withdrawn(session, code, body["reason"]))


def _created(session: Session, body: dict[str, Any]) -> Response:
    nominee = body["nominee"]
    try:
        done = propose_dossier(
            session,
            current.actor(),
            award=body["award"],
            unit=body["unit"],
            nominee_kind=nominee["kind"],
            nominee_name=nominee["name"],
            answers=body["answers"],
            now=current.now(),
        )
    except InvalidAnswers as invalid:
        raise misplaced(invalid, "answers") from None
    where = {"Location": url_for("dossier.one", code=done.dossier.code)}
    return answer(showing.opened(done, sent_on=body["answers"] is not None), 202 if done.incident else 201, where)


def _withdrawn(session: Session, code: str, reason: str) -> Response:
    dossier_id = dossier_with(session, current.actor(), code)
    if conditional():
        expect_dossier(session, current.actor(), dossier_id, seen)
    done = withdraw_dossier(session, current.actor(), dossier_id, reason, now=current.now())
    if isinstance(done, Incident):
        return answer({"businessKey": code, "status": "running", "stage": "", "incident": showing.why(done)}, 202)
    return answer(showing.moved(done, None))

"""What is done to a task: take it, give it back, hand it on, complete it, say something."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import Response
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from service.commands.answer_task import answer_task
from service.commands.claim_task import claim_task
from service.commands.comment_on import comment_on
from service.commands.reassign_task import NOBODY, reassign_task
from service.commands.release_task import release_task
from service.commands.versions import expect_task, version_of_task
from service.errors import Refused
from service.models import WorkItem
from service.queries.api_people import person_named
from service.queries.api_tasks import find_task
from service.queries.api_walks import ME
from service.web import current
from service.web.api import showing
from service.web.api.answering import answer, nothing, version
from service.web.api.changing import conditional, once, seen
from service.web.api.describing import Noun
from service.web.api.reading import InvalidCall, Mistake, answers_in, misplaced
from service.web.api.schemas import answered
from service.web.api.schemas.asked import Claim, Handing, NothingSent, Remark, TaskAnswers
from service.web.api.schemas.examples import ANSWERS, MOVED
from workflows.errors import InvalidAnswers, msg

_ONESELF = Mistake("body", ("userId",), msg("Everybody takes tasks only for themselves; hand it on with /assignee."))
_FAILS = (403, 404)

bp = Noun("task-act", "What is done to a task.")


@bp.post("/task/<uuid:task_id>/claim")
@bp.arguments(Claim, required=False)
@bp.call("claimTask", {204: None}, fails=_FAILS, headers=("ETag",), changes=True, conditional=True)
def claim(body: dict[str, Any], task_id: UUID) -> ResponseReturnValue:
    """Take a free task of one's group; taking one's own again changes nothing."""
    if body["user_id"] not in ("", ME, current.actor().username):
        raise InvalidCall(_ONESELF)
    return _changed(task_id, lambda session: claim_task(session, current.actor(), task_id, now=current.now()))


@bp.post("/task/<uuid:task_id>/unclaim")
@bp.arguments(NothingSent, required=False)
@bp.call("unclaimTask", {204: None}, fails=_FAILS, headers=("ETag",), changes=True, conditional=True)
def unclaim(_: dict[str, Any], task_id: UUID) -> ResponseReturnValue:
    """Give a task back to its group."""
    return _changed(task_id, lambda session: release_task(session, current.actor(), task_id, now=current.now()))


@bp.post("/task/<uuid:task_id>/assignee")
@bp.arguments(Handing)
@bp.call("setAssignee", {204: None}, fails=_FAILS, headers=("ETag",), changes=True, conditional=True)
def assignee(body: dict[str, Any], task_id: UUID) -> ResponseReturnValue:
    """Hand a task on to somebody who may do it, with a reason."""

    def hand_on(session: Session) -> WorkItem:
        to = person_named(session, body["user_id"])
        try:
            return reassign_task(session, current.actor(), task_id, to, body["reason"], now=current.now())
        except Refused as refused:
            if refused.reason == NOBODY:
                raise InvalidCall(Mistake("body", ("userId",), NOBODY.message)) from None
            raise

    return _changed(task_id, hand_on)


@bp.post("/task/<uuid:task_id>/complete")
@bp.arguments(TaskAnswers, required=False, examples=ANSWERS)
@bp.call(
    "completeTask",
    {200: answered.Moved, 202: answered.Moved},
    fails=_FAILS,
    example=MOVED,
    changes=True,
    conditional=True,
)
def complete(body: dict[str, Any], task_id: UUID) -> ResponseReturnValue:
    """Complete a task with the answers its form asks for.

    They are sent by the names of the form's fields, plain or as `{"variables": {name: {"value": ...}}}`.

    A vote is `{"vote": "yes"}` (or no, blank) on the caller's own ballot; the choice goes into the ballot and nowhere
    else.

    202: the answers are kept, but the dossier could not move on; `incident` says why.
    """
    answers = answers_in(body)
    below = () if answers is body else ("variables",)
    return once(lambda session: _completed(session, task_id, answers, below))


@bp.post("/task/<uuid:task_id>/comment")
@bp.arguments(Remark)
@bp.call("commentOnTask", {201: answered.Comment}, fails=_FAILS, changes=True)
def comment(body: dict[str, Any], task_id: UUID) -> ResponseReturnValue:
    """Say something on the dossier of a task; whoever may know of the dossier reads it."""

    def say(session: Session) -> Response:
        who, code = current.actor(), find_task(session, current.actor(), task_id).code
        said = comment_on(session, who, code, body["message"], item_id=task_id, now=current.now())
        return answer(showing.comment(said, who.username), 201)

    return once(say)


def _changed(task_id: UUID, act: Callable[[Session], WorkItem]) -> Response:
    """Do it to the task the caller has seen, and say which version it has now."""

    def change(session: Session) -> Response:
        _expect(session, task_id)
        return nothing(version(version_of_task(act(session))))

    return once(change)


def _completed(session: Session, task_id: UUID, answers: Mapping[str, Any], below: tuple[str, ...]) -> Response:
    _expect(session, task_id)
    try:
        done = answer_task(session, current.actor(), task_id, answers, now=current.now())
    except InvalidAnswers as invalid:
        raise misplaced(invalid, *below) from None
    return answer(showing.moved(done.dossier, done.incident), 202 if done.incident else 200)


def _expect(session: Session, task_id: UUID) -> None:
    if conditional():
        expect_task(session, current.actor(), task_id, seen)

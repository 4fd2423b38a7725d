"""Several items at once: a look at what would happen, then each by itself, and what came of each."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from service.commands.claim_task import claim_task
from service.commands.complete_task import complete_task
from service.commands.reassign_task import reassign_task
from service.commands.release_task import release_task
from service.db import collided, reading, transaction
from service.errors import Conflict, NotAllowed, NotFound, Refused
from service.queries.chosen import MOST, Chosen, Review, review_of
from service.web import current
from service.web.forms import form_page, read_posted
from service.web.i18n import moment, said
from service.web.security import safe_next
from workflows.errors import InvalidAnswers
from workflows.forms import clean

_log = logging.getLogger(__name__)

bp = Blueprint("bulk", __name__, url_prefix="/inbox/bulk")

ACTS = ("claim", "release", "reassign", "complete")
_OWN = "~"
"""Begins the names of our own fields, so that no form's question is taken for one."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one item: `problem` says why not; empty when it was done."""

    chosen: Chosen
    problem: str = ""


@bp.post("")
def review() -> ResponseReturnValue:
    """Show what would happen to each of the chosen items."""
    if problem := _unsound():
        flash(problem, "soon")
        return redirect(_came_from(), 303)
    return _page(_review())


@bp.post("/do")
def do() -> ResponseReturnValue:
    """Do it to each of them, each in a transaction of its own, and say what came of each."""
    if problem := _unsound():
        return _page(_review(), problem), 422
    shown = _review()
    try:
        act = _act(shown)
    except InvalidAnswers as invalid:
        return _page(shown, invalid=invalid), 422
    results = [_do(one, act) for one in shown.chosen]
    return render_template("bulk/results.html", results=results, missing=shown.missing, came_from=_came_from())


def _unsound() -> str:
    if not _ids():
        return str(_("Choose at least one item first."))
    if len(_ids()) > MOST:
        return str(_("At most %(most)s items at once; %(chosen)s were chosen.", most=MOST, chosen=len(_ids())))
    if request.endpoint == "bulk.do" and _asked() == "reassign" and not (_to() and request.form.get("~reason")):
        return str(_("Say to whom, and why."))
    return ""


def _asked() -> str:
    act: str = request.form.get("~act", "")
    if act not in ACTS:
        abort(400)
    return act


def _came_from() -> str:
    """The inbox as it was searched and narrowed when the items were chosen."""
    return safe_next(request.form.get("~from"))


def _ids() -> list[UUID]:
    try:
        return list(dict.fromkeys(UUID(one) for one in request.form.getlist("~item")))
    except ValueError:
        abort(400)


def _to() -> UUID | None:
    try:
        return UUID(request.form.get("~to", ""))
    except ValueError:
        return None


def _typed() -> dict[str, Any]:
    return {name: value for name, value in read_posted(request.form).items() if not name.startswith(_OWN)}


def _review() -> Review:
    with reading(current.database()) as database:
        return review_of(database, current.actor(), _ids(), act=_asked(), today=current.today())


def _page(shown: Review, problem: str = "", invalid: InvalidAnswers | None = None) -> str:
    form = shown.form and form_page(shown.form, _typed(), shown.choices, invalid.problems if invalid else None)
    return render_template(
        "bulk/review.html",
        act=_asked(),
        shown=shown,
        doable=shown.doable(_asked()),
        form=form,
        problem=problem,
        came_from=_came_from(),
    )


def _act(shown: Review) -> Callable[[Session, UUID], object]:
    """What is done to each. Raises InvalidAnswers before anything is done when the answers do not fit the form."""
    actor, now, to = current.actor(), current.now(), _to()
    if _asked() == "complete":
        answers = _typed()
        if shown.form is not None:
            clean(shown.form, answers)
        return lambda session, item: complete_task(session, actor, item, answers, now=now)
    if _asked() == "reassign" and to is not None:
        reason = request.form["~reason"]
        return lambda session, item: reassign_task(session, actor, item, to, reason, now=now)
    command = claim_task if _asked() == "claim" else release_task
    return lambda session, item: command(session, actor, item, now=now)


def _do(one: Chosen, act: Callable[[Session, UUID], object]) -> Result:
    """The guard is asked again by the command itself; whatever happens to one item, the others are gone through."""
    if reason := one.why_not(_asked()):
        return Result(one, said(reason))
    try:
        return _in_one(one, act)
    except Exception as error:
        if collided(error) or isinstance(error, StaleDataError):
            return Result(one, str(_("The dossier was changed at the same moment. Nothing was saved.")))
        _log.exception("an item of a bulk act failed: %s", one.item.id)
        if isinstance(error, OperationalError):
            return Result(one, str(_("The database did not answer. Look whether it was saved, and try again.")))
        return Result(one, str(_("Something went wrong with this item. Nothing of it was saved.")))


def _in_one(one: Chosen, act: Callable[[Session, UUID], object]) -> Result:
    try:
        with transaction(current.database()) as database:
            done = act(database, one.item.id)
    except NotFound:
        return Result(one, _("It is no longer there, or not for you."))
    except Conflict as conflict:
        return Result(one, " ".join(_faster(conflict)))
    except (NotAllowed, Refused) as refused:
        return Result(one, said(refused.reason))
    except InvalidAnswers as invalid:
        return Result(one, " ".join(said(problem) for problem in invalid.problems.values()))
    return Result(one, _("The dossier could not move on; the answers are kept.") if _held_up(done) else "")


def _faster(conflict: Conflict) -> Iterable[str]:
    yield said(conflict.reason)
    if conflict.who and conflict.at:
        yield _("%(name)s, %(moment)s.", name=conflict.who, moment=moment(conflict.at))


def _held_up(done: object) -> bool:
    return getattr(done, "incident", None) is not None

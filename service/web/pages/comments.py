"""What people say on a dossier: the tab, writing, answering, naming, and following."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.commands.answer_question import answer_question
from service.commands.comment_on import comment_on
from service.commands.follow_dossier import follow_dossier
from service.commands.unfollow_dossier import unfollow_dossier
from service.db import reading, transaction
from service.errors import Reason, Refused
from service.models import Comment
from service.queries.comments import comments_of, readers
from service.queries.dossier import open_dossier_page
from service.web import current
from service.web.errors import STATUS

bp = Blueprint("comments", __name__, url_prefix="/dossiers/<code>")


@bp.get("/comments")
def page(code: str) -> ResponseReturnValue:
    """Show what was said on a dossier, oldest first."""
    return _page(code)


@bp.post("/comments")
def write(code: str) -> ResponseReturnValue:
    """Say something."""
    text = request.form.get("text", "")
    try:
        with transaction(current.database()) as database:
            comment = comment_on(database, current.actor(), code, text, now=current.now())
    except Refused as refused:
        return _page(code, typed=text, refused=refused.reason), STATUS[Refused]
    return redirect(_at(code, comment), 303)


@bp.post("/comments/<uuid:question_id>/answer")
def answer(code: str, question_id: UUID) -> ResponseReturnValue:
    """Answer a question one was asked."""
    text = request.form.get("text", "")
    try:
        with transaction(current.database()) as database:
            said = answer_question(database, current.actor(), question_id, text, now=current.now())
    except Refused as refused:
        return _page(code, typed=text, refused=refused.reason, answering=question_id), STATUS[Refused]
    flash(_("Your answer is on its way to whoever asked."), "ok")
    return redirect(_at(code, said), 303)


@bp.get("/people")
def people(code: str) -> ResponseReturnValue:
    """Offer people who may read this dossier: [{"username", "name", "position"}]."""
    sought = request.args.get("q", "")[:80]
    with reading(current.database()) as database:
        opened = open_dossier_page(database, current.actor(), code, now=current.now())
        found = readers(database, current.actor(), opened.dossier, sought, now=current.now())
    return [{"username": one.username, "name": one.name, "position": one.position} for one in found]


@bp.post("/follow")
def follow(code: str) -> ResponseReturnValue:
    """Be told of everything that happens on the dossier."""
    with transaction(current.database()) as database:
        follow_dossier(database, current.actor(), code, now=current.now())
    flash(_("You are told of every step of this dossier from now on."), "ok")
    return redirect(url_for("dossiers.content", code=code), 303)


@bp.post("/unfollow")
def unfollow(code: str) -> ResponseReturnValue:
    """No longer be told of what does not concern oneself."""
    with transaction(current.database()) as database:
        unfollow_dossier(database, current.actor(), code, now=current.now())
    flash(_("You no longer follow this dossier."), "ok")
    return redirect(url_for("dossiers.content", code=code), 303)


def _page(code: str, *, typed: str = "", refused: Reason | None = None, answering: UUID | None = None) -> str:
    """The tab; with what was typed and why it was not taken."""
    before = _uuid(request.args.get("before", ""))
    with reading(current.database()) as database:
        opened = open_dossier_page(database, current.actor(), code, now=current.now())
        talk = comments_of(database, current.actor(), opened.dossier, before=before)
    shown: dict[str, Any] = {"typed": typed, "refused": refused, "answering": answering, "before": before}
    return render_template("dossiers/comments.html", opened=opened, talk=talk, **shown)


def _at(code: str, comment: Comment) -> str:
    return url_for("comments.page", code=code, _anchor=f"c-{comment.id}")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None

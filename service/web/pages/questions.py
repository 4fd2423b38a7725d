"""Questions between colleagues: asking one about a task, and the list of those that are open."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.commands.ask_colleague import ask_colleague
from service.db import reading, transaction
from service.errors import Refused
from service.queries.item import open_item
from service.queries.questions import person_called, questions_of
from service.web import current
from service.web.errors import STATUS

bp = Blueprint("questions", __name__)


@bp.get("/questions")
def page() -> ResponseReturnValue:
    """List what colleagues ask the reader, and what the reader waits to hear."""
    with reading(current.database()) as database:
        questions = questions_of(database, current.actor())
    return render_template("notices/questions.html", questions=questions)


@bp.post("/items/<uuid:item_id>/ask")
def ask(item_id: UUID) -> ResponseReturnValue:
    """Ask; the task stays where it is."""
    text = request.form.get("text", "")
    name = request.form.get("asked", "").strip()[:100]
    try:
        with transaction(current.database()) as database:
            asked = person_called(database, name.removeprefix("@"))
            ask_colleague(database, current.actor(), item_id, asked, text, now=current.now())
    except Refused as refused:
        return _again(item_id, name, text, refused), STATUS[Refused]
    flash(_("Your question is on its way; the task stays with you."), "ok")
    return redirect(url_for("inbox.page", filter=request.form.get("filter"), item=item_id), 303)


def _again(item_id: UUID, name: str, text: str, refused: Refused) -> str:
    """The form on a page of its own, with what was typed and why it was not taken."""
    with reading(current.database()) as database:
        work = open_item(database, current.actor(), item_id, now=current.now())
    return render_template("notices/ask.html", work=work, asked=name, typed=text, refused=refused.reason)

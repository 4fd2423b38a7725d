"""Who is waiting for me, and for whom I wait."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from service.db import reading
from service.queries.owed import awaited_by, waiting_for
from service.queries.questions import questions_of
from service.web import current

bp = Blueprint("waiting", __name__)


@bp.get("/inbox/waiting")
def page() -> ResponseReturnValue:
    """Show what lies with the reader, and where what they passed on lies now."""
    actor = current.actor()
    with reading(current.database()) as database:
        waits, awaited = waiting_for(database, actor), awaited_by(database, actor)
        questions = questions_of(database, actor)
    return render_template("waiting/page.html", waits=waits, awaited=awaited, questions=questions)

"""The house at a glance, and every change that was made to it."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from service.db import reading
from service.queries.organisation import overview
from service.web import current

bp = Blueprint("organisation", __name__, url_prefix="/organisation")


@bp.get("")
def index() -> ResponseReturnValue:
    """Show counts and the latest changes."""
    asked = request.args.get("below", "")
    below = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None
    with reading(current.database()) as database:
        shown = overview(database, current.actor(), below=below, today=current.today())
    return render_template("organisation/overview.html", shown=shown, below=below)

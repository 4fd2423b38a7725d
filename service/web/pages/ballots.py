"""A council member's ballot sheet: the open votes on one page, cast together."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from service.commands.cast_ballots import Cast, cast_ballots
from service.db import reading, transaction
from service.queries.ballots import ballot_papers
from service.web import current

bp = Blueprint("ballots", __name__, url_prefix="/ballots")

_PREFIX = "vote-"


@bp.get("")
def sheet() -> ResponseReturnValue:
    """Show the open votes."""
    return _sheet()


@bp.post("")
def cast() -> ResponseReturnValue:
    """Cast what was chosen in one transaction, and say of each ballot what became of it."""
    votes = _votes(request.form)
    with transaction(current.database()) as database:
        results = cast_ballots(database, current.actor(), votes, now=current.now()) if votes else []
    return _sheet(results, votes, nothing=not votes), 200 if any(one.ok for one in results) else 422


def _sheet(results: Sequence[Cast] = (), votes: Mapping[UUID, str] | None = None, *, nothing: bool = False) -> str:
    with reading(current.database()) as database:
        papers = ballot_papers(database, current.actor())
    refused = {one.item_id: one for one in results if not one.ok}
    return render_template(
        "ballots/sheet.html", papers=papers, results=results, refused=refused, votes=votes or {}, nothing=nothing
    )


def _votes(posted: Mapping[str, str]) -> dict[UUID, str]:
    """The choices by item; rows without one are left for later, and a name that is none of ours is nobody's."""
    found = {}
    for name, choice in posted.items():
        try:
            found[UUID(name.removeprefix(_PREFIX))] = choice
        except ValueError:
            continue
    return found

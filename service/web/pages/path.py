"""The path of a dossier on its diagram, and the same in words."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from service.db import reading
from service.queries.dossier import open_dossier_page
from service.queries.path import diagram_of, steps_of, walk_of
from service.web import current

bp = Blueprint("path", __name__, url_prefix="/dossiers/<code>/path")


@bp.get("")
def page(code: str) -> ResponseReturnValue:
    """Show the diagram with the way walked, and the steps as a list."""
    with reading(current.database()) as database:
        opened = open_dossier_page(database, current.actor(), code, now=current.now())
        steps = steps_of(database, opened.dossier, opened.definition)
    return render_template("dossiers/path.html", opened=opened, steps=steps)


@bp.get("/diagram")
def diagram(code: str) -> ResponseReturnValue:
    """The diagram this dossier follows, as its author saved it."""
    with reading(current.database()) as database:
        data = diagram_of(database, current.actor(), code)
    return Response(data, mimetype="application/xml")


@bp.get("/walk")
def walk(code: str) -> ResponseReturnValue:
    """What to mark on the diagram: {"walked": {id: times}, "here": [ids]}."""
    with reading(current.database()) as database:
        way = walk_of(database, current.actor(), code)
    return {"walked": dict(way.walked), "here": list(way.here)}

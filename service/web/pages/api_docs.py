"""The page that explains the API, made from the API's own description."""

from typing import Any

from flask import Blueprint, abort, current_app, render_template
from flask.typing import ResponseReturnValue

from service.web import current
from service.web.openapi import topics_of

bp = Blueprint("api_docs", __name__, url_prefix="/api/v1")

_KEY = "vinhdanh_api_docs"


@bp.get("/docs")
def page() -> ResponseReturnValue:
    """Show every call; nobody need sign in to read it."""
    document = _document()
    return render_template(
        "api_docs/page.html",
        info=document.get("info", {}),
        topics=current_app.extensions[_KEY],
        address=current.settings().address,
    )


def _document() -> dict[str, Any]:
    """The description, read once: it does not change while the program runs."""
    apis = current_app.extensions.get("flask-smorest", {}).get("apis", {}).values()
    api = next(iter(apis), None) or abort(404)
    document: dict[str, Any] = api["ext_obj"].spec.to_dict()
    current_app.extensions.setdefault(_KEY, topics_of(document, current.settings().address))
    return document

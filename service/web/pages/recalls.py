"""Taking back one's own last step."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.commands.recall_task import recall_task
from service.db import transaction
from service.errors import Refused
from service.web import current
from service.web.i18n import said

bp = Blueprint("recalls", __name__)


@bp.post("/items/<uuid:item_id>/recall")
def recall(item_id: UUID) -> ResponseReturnValue:
    """Take a task back; it opens again with what was answered as a draft."""
    reason = request.form.get("reason", "")[:500]
    try:
        with transaction(current.database()) as database:
            recall_task(database, current.actor(), item_id, reason=reason, now=current.now())
    except Refused as refused:
        flash(said(refused.reason), "late")
        return redirect(url_for("inbox.page", filter="done", item=item_id), 303)
    flash(_("The task is yours again; what you had answered stands in the form."), "ok")
    return redirect(url_for("inbox.page", filter="mine", item=item_id), 303)

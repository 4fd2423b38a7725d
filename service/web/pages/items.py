"""What is done to one work item: complete, keep a draft, claim, release, hand on."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.commands.claim_task import claim_task
from service.commands.complete_task import Completed, complete_task
from service.commands.reassign_task import reassign_task
from service.commands.release_task import release_task
from service.commands.save_draft import save_draft
from service.db import reading, transaction
from service.errors import Conflict
from service.queries.answers import lines_of
from service.queries.desk import desk
from service.queries.inbox import Filter
from service.queries.item import open_item
from service.web import current
from service.web.errors import error_page
from service.web.forms import form_page, read_posted
from service.web.pages.inbox import address, read_look, show
from service.web.rooms import room_of
from service.web.words import titled
from workflows.errors import InvalidAnswers, Problem

Problems = Mapping[str, Problem]

bp = Blueprint("items", __name__, url_prefix="/items")


@bp.get("/<uuid:item_id>")
def page(item_id: UUID) -> ResponseReturnValue:
    """Show a long form on a page of its own; a ballot or a vote to open has another room."""
    with reading(current.database()) as database:
        work = open_item(database, current.actor(), item_id, now=current.now())
    room = room_of(work)
    return _page(item_id) if room is None or room.url == request.path else redirect(room.url)


@bp.post("/<uuid:item_id>/complete")
def complete(item_id: UUID) -> ResponseReturnValue:
    """Complete the item and go on to the next of the same list."""
    answers = read_posted(request.form)
    try:
        with transaction(current.database()) as database:
            completed = complete_task(database, current.actor(), item_id, answers, now=current.now())
    except InvalidAnswers as invalid:
        return _again(item_id, answers, invalid), 422
    except Conflict as conflict:
        return _too_late(item_id, answers, conflict)
    _tell(completed)
    return redirect(_onward(), 303)


@bp.post("/<uuid:item_id>/draft")
def draft(item_id: UUID) -> ResponseReturnValue:
    """Keep what is typed so far."""
    with transaction(current.database()) as database:
        kept = save_draft(
            database, current.actor(), item_id, read_posted(request.form), seen=_seen(), now=current.now()
        )
    return {"saved": kept.saved_at.isoformat()}


@bp.post("/<uuid:item_id>/claim")
def claim(item_id: UUID) -> ResponseReturnValue:
    """Take an item from the group's list."""
    with transaction(current.database()) as database:
        claim_task(database, current.actor(), item_id, now=current.now())
    flash(_("The item is yours now."), "ok")
    return redirect(url_for("inbox.page", filter="mine", item=item_id), 303)


@bp.post("/<uuid:item_id>/release")
def release(item_id: UUID) -> ResponseReturnValue:
    """Give an item back to the group."""
    with transaction(current.database()) as database:
        release_task(database, current.actor(), item_id, now=current.now())
    flash(_("The item is back with the group."), "ok")
    return redirect(url_for("inbox.page", filter="groups", item=item_id), 303)


@bp.post("/<uuid:item_id>/reassign")
def reassign(item_id: UUID) -> ResponseReturnValue:
    """Hand an item to somebody else, with a reason."""
    to, reason = _person_chosen(), request.form.get("reason", "")
    with transaction(current.database()) as database:
        reassign_task(database, current.actor(), item_id, to, reason, now=current.now())
    flash(_("The item has been handed on."), "ok")
    return redirect(url_for("inbox.page", filter="mine"), 303)


def _tell(completed: Completed) -> None:
    if completed.incident is None:
        flash(_("Done: %(title)s, %(code)s.", title=titled(completed.item.title), code=completed.dossier.code), "ok")
    else:
        flash(_("The dossier could not move on. Your answers are kept; it stands under “Held up” in the list."), "late")


def _page(item_id: UUID, typed: Mapping[str, Any] | None = None, problems: Problems | None = None) -> str:
    with reading(current.database()) as database:
        work = open_item(database, current.actor(), item_id, now=current.now())
    if work.form is None:
        abort(404)
    form = form_page(work.form, work.draft if typed is None else typed, work.choices, problems)
    return render_template("inbox/item.html", work=work, form=form)


def _again(item_id: UUID, typed: Mapping[str, Any], invalid: InvalidAnswers) -> str:
    """The page the answers came from, with what was typed and a message for each field."""
    if request.args.get("view") == "page":
        return _page(item_id, typed, invalid.problems)
    look = replace(read_look(request.args), item=item_id)
    with reading(current.database()) as database:
        shown = desk(database, current.actor(), look, now=current.now())
    return show(shown, typed, invalid.problems)


def _too_late(item_id: UUID, typed: Mapping[str, Any], conflict: Conflict) -> ResponseReturnValue:
    """Who was faster and when, with what was typed in the words of the form."""
    with reading(current.database()) as database:
        work = open_item(database, current.actor(), item_id, now=current.now())
    lines = lines_of(work.form, typed, work.choices) if work.form else ()
    return error_page(409, conflict, typed=lines, onward=_onward())


def _onward() -> str:
    """The next item of the list the reader came from; when their own list is empty, of their groups'."""
    look = read_look(request.args)
    tab = None if look.filter == Filter.MINE else look.filter
    return address(replace(look, item=None, filter=tab), behind=look.behind)


def _seen() -> datetime | None:
    """When the draft the page shows was saved, as the page says."""
    try:
        seen = datetime.fromisoformat(request.headers.get("X-Draft-Saved", ""))
    except ValueError:
        return None
    return seen if seen.tzinfo else None


def _person_chosen() -> UUID:
    try:
        return UUID(request.form.get("to", ""))
    except ValueError:
        abort(400)

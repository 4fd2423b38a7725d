"""Narrowing the inbox, and keeping a way to look at it under a name."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.commands.drop_filter import drop_filter
from service.commands.save_filter import save_filter
from service.commands.set_columns import set_columns
from service.db import reading, transaction
from service.errors import Refused
from service.queries.dossier_filters import dossier_filters
from service.queries.filters import counts_of, filters_of
from service.queries.inbox import Filter, count_inbox
from service.web import current
from service.web.i18n import said
from service.web.pages.inbox import read_look
from service.web.words import belled, counted, role_name

bp = Blueprint("filters", __name__, url_prefix="/inbox")


@bp.get("/filters")
def page() -> ResponseReturnValue:
    """Show what the inbox can be narrowed to, and the filters the reader is offered."""
    return _page()


@bp.post("/filters")
def save() -> ResponseReturnValue:
    """Keep the view under a name, for oneself or for a group; or only show it."""
    query, name = _query(), request.form.get("name", "")
    if request.form.get("act") == "show":
        return redirect(url_for("inbox.page", **query), 303)
    try:
        with transaction(current.database()) as database:
            kept = save_filter(database, current.actor(), name, query, shared_with=_group(), now=current.now())
    except Refused as refused:
        return _page(said(refused.reason)), 422
    flash(_("The filter “%(name)s” is kept.", name=kept.name), "ok")
    return redirect(url_for("inbox.page", **query), 303)


@bp.post("/filters/<uuid:filter_id>/drop")
def drop(filter_id: UUID) -> ResponseReturnValue:
    """Remove a filter."""
    with transaction(current.database()) as database:
        drop_filter(database, current.actor(), filter_id, now=current.now())
    flash(_("The filter is removed."), "ok")
    return redirect(url_for("filters.page"), 303)


@bp.post("/columns")
def columns() -> ResponseReturnValue:
    """Choose what a row of the inbox shows."""
    with transaction(current.database()) as database:
        set_columns(database, current.actor(), request.form.getlist("column"), now=current.now())
    flash(_("Your inbox shows what you chose."), "ok")
    return redirect(url_for("filters.page"), 303)


@bp.get("/counts")
def counts() -> ResponseReturnValue:
    """How many items each tab, each filter and what stands beside every page has at this moment, as pages write it."""
    actor, today = current.actor(), current.today()
    with reading(current.database()) as database:
        tabs = count_inbox(database, actor, today=today)
        kept = counts_of(database, actor, filters_of(database, actor), today=today)
    numbers = {str(name): getattr(tabs, name) for name in Filter} | {str(one): number for one, number in kept.items()}
    beside = {"inbox": tabs.mine + tabs.groups, "ballots": tabs.ballots}
    return {name: counted(number) for name, number in (numbers | beside).items()} | {"bell": belled(tabs.notices)}


def _page(problem: str = "") -> str:
    with reading(current.database()) as database:
        choices = dossier_filters(database, current.actor())
        kept = filters_of(database, current.actor())
        numbers = counts_of(database, current.actor(), kept, today=current.today())
    shown = {one.id: counted(numbers[one.id]) for one in kept}
    look = read_look(request.values)
    return render_template(
        "filters/page.html", choices=choices, kept=kept, numbers=shown, look=look, groups=_groups(), problem=problem
    )


def _groups() -> list[tuple[str, str]]:
    """The groups the reader is in themselves: value and title."""
    own = [seat for seat in current.actor().seats if seat.holder_id is None]
    return list({f"{seat.role}:{seat.scope_id}": role_name(seat.role) for seat in own}.items())


def _group() -> tuple[str, UUID] | None:
    role, _colon, scope = request.form.get("shared", "").partition(":")
    try:
        return (role, UUID(scope)) if role else None
    except ValueError:
        return None


def _query() -> dict[str, Any]:
    look = read_look(request.form)
    narrow = {name: getattr(look.narrow, name) for name in look.narrow.given}
    return {"filter": look.filter or Filter.GROUPS, **({"q": look.text} if look.text else {}), **narrow}

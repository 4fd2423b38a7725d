"""The inbox: list, dossier and act side by side."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from service.db import reading
from service.queries.desk import Desk, Look, desk
from service.queries.inbox import Filter, Place, Row
from service.queries.narrowing import FURTHEST, Narrow
from service.web import current, navigation, rooms
from service.web.forms import FormPage, form_page
from service.web.i18n import moment
from service.web.words import Badge, counted, due_badge
from workflows.errors import Problem

bp = Blueprint("inbox", __name__)

_DIGITS = 5


@bp.get("/")
@bp.get("/inbox")
def page() -> ResponseReturnValue:
    """Show a tab of the inbox with its open item."""
    look = read_look(request.args)
    with reading(current.database()) as database:
        shown = desk(database, current.actor(), look, now=current.now())
    return show(shown)


def show(shown: Desk, typed: Mapping[str, Any] | None = None, problems: Mapping[str, Problem] | None = None) -> str:
    """The page; with what was typed and what is wrong with it when an answer was refused."""
    navigation.know(shown.counts)
    return render_template(
        "inbox/page.html",
        desk=shown,
        lines=_lines(shown),
        work=shown.work,
        form=_form(shown, typed, problems),
        room=rooms.room_of(shown.work) if shown.work else None,
        kept=shown.kept,
        narrow={name: getattr(shown.look.narrow, name) for name in shown.look.narrow.given},
        counted=counted,
        address=partial(address, replace(shown.look, filter=shown.filter)),
    )


def read_look(asked: Mapping[str, str]) -> Look:
    """What an address or a form asks to see; nonsense counts as nothing."""
    wanted = asked.get("filter", "")
    tab = Filter(wanted) if wanted in set(Filter) else None
    return Look(
        filter=tab,
        text=asked.get("q", "").strip()[:100],
        narrow=read_narrow(asked),
        after=Place.read(asked.get("after", ""), tab),
        item=_uuid(asked.get("item", "")),
        behind=Place.read(asked.get("behind", ""), tab),
    )


def read_narrow(asked: Mapping[str, str]) -> Narrow:
    """What the list is narrowed to; nonsense counts as nothing."""
    within = asked.get("within", "")
    return Narrow(
        unit=asked.get("unit", "").strip()[:20],
        award=asked.get("award", "").strip()[:20],
        task=asked.get("task", "").strip()[:80],
        within=min(int(within), FURTHEST) if within.isascii() and within.isdigit() and len(within) < _DIGITS else None,
    )


def address(look: Look, **changes: object) -> str:
    """The inbox as it stands, with some things changed; None takes one away."""
    narrow = {name: getattr(look.narrow, name) for name in look.narrow.given}
    asked = {"filter": look.filter, "q": look.text or None, **narrow, "after": look.after, "item": look.item, **changes}
    given: dict[str, Any] = {name: str(value) for name, value in asked.items() if value is not None}
    return url_for("inbox.page", **given)


def _lines(shown: Desk) -> list[tuple[Row, str, Badge]]:
    """Each row with its address and its pill; what rows share is worked out once."""
    base = address(replace(shown.look, filter=shown.filter), item=None)
    pills = {day: due_badge(day) for day in {row.due_on for row in shown.page.rows}}
    return [
        (row, f"{base}&item={row.id}", Badge("wait", moment(row.closed_at)) if row.closed_at else pills[row.due_on])
        for row in shown.page.rows
    ]


def _form(shown: Desk, typed: Mapping[str, Any] | None, problems: Mapping[str, Problem] | None) -> FormPage | None:
    work = shown.work
    if work is None or work.form is None or work.reason is not None:
        return None
    return form_page(work.form, work.draft if typed is None else typed, work.choices, problems)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None

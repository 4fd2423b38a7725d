"""Councils: the list, and of each its name and who sits on it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.commands.add_council import add_council
from service.commands.change_council import SHOWN, change_council
from service.commands.seat_member import seat_member
from service.commands.unseat_member import unseat_member
from service.db import reading, transaction
from service.errors import Conflict
from service.organisation import form_named, sight_of
from service.queries.administering import people_offered, require_administrator
from service.queries.councils import council_page, councils, seat_of
from service.web import current
from service.web.house import REFUSALS, Refusal, form_answer, posted, seen

bp = Blueprint("councils", __name__, url_prefix="/organisation/councils")


@bp.get("")
def index() -> ResponseReturnValue:
    """List the councils."""
    with reading(current.database()) as database:
        listed = councils(database, current.actor(), today=current.today())
    return render_template("organisation/councils.html", listed=listed)


@bp.get("/new")
def new() -> ResponseReturnValue:
    """Ask for a new council."""
    return _new()


@bp.post("/new")
def create() -> ResponseReturnValue:
    """Enter a council."""
    try:
        with transaction(current.database()) as database:
            council = add_council(database, current.actor(), posted(), now=current.now())
    except REFUSALS as refused:
        return _new(refused)
    flash(_("%(name)s has been added.", name=council.name), "ok")
    return redirect(url_for("councils.page", code=council.code), 303)


@bp.get("/<code>")
def page(code: str) -> ResponseReturnValue:
    """Show one council."""
    with reading(current.database()) as database:
        shown = council_page(database, current.actor(), code, today=current.today())
    return render_template("organisation/council.html", shown=shown, today=current.today())


@bp.get("/<code>/name")
def edit(code: str) -> ResponseReturnValue:
    """Ask for another name."""
    return _edit(code)


@bp.post("/<code>/name")
def change(code: str) -> ResponseReturnValue:
    """Change the name."""
    try:
        with transaction(current.database()) as database:
            change_council(database, current.actor(), code, posted(), seen=seen(), now=current.now())
    except REFUSALS as refused:
        return _edit(code, refused)
    flash(_("The changes are saved."), "ok")
    return redirect(url_for("councils.page", code=code), 303)


@bp.get("/<code>/members")
def asking(code: str) -> ResponseReturnValue:
    """Ask for a new member."""
    return _asking(code)


@bp.post("/<code>/members")
def seat(code: str) -> ResponseReturnValue:
    """Seat a member."""
    try:
        with transaction(current.database()) as database:
            seat_member(database, current.actor(), code, posted(), now=current.now())
    except REFUSALS as refused:
        return _asking(code, refused)
    flash(_("The member has been seated. Votes that are open keep their roll."), "ok")
    return redirect(url_for("councils.page", code=code), 303)


@bp.get("/members/<uuid:seat_id>")
def ending(seat_id: UUID) -> ResponseReturnValue:
    """Ask for the last day of a seat."""
    return _ending(seat_id)


@bp.post("/members/<uuid:seat_id>")
def unseat(seat_id: UUID) -> ResponseReturnValue:
    """End a seat."""
    try:
        with transaction(current.database()) as database:
            council = unseat_member(database, current.actor(), seat_id, posted(), now=current.now())
    except Conflict:
        raise  # the seat is gone: its page has nothing more to ask
    except REFUSALS as refused:
        return _ending(seat_id, refused)
    flash(_("The seat ends with that day. Votes that are open keep their roll."), "ok")
    return redirect(url_for("councils.page", code=council.code), 303)


def _new(refused: Refusal | None = None) -> ResponseReturnValue:
    require_administrator(current.actor())
    return form_answer("organisation/form.html", form_named("council_new"), refused, back=url_for("councils.index"))


def _edit(code: str, refused: Refusal | None = None) -> ResponseReturnValue:
    with reading(current.database()) as database:
        council = council_page(database, current.actor(), code, today=current.today()).council
    return form_answer(
        "organisation/form.html",
        form_named("council"),
        refused,
        typed={"name": council.name},
        of=council.name,
        seen=sight_of(council, SHOWN),
        back=url_for("councils.page", code=code),
    )


def _asking(code: str, refused: Refusal | None = None) -> ResponseReturnValue:
    with reading(current.database()) as database:
        shown = council_page(database, current.actor(), code, today=current.today())
        choices = {"people": people_offered(database)}
    return form_answer(
        "organisation/seat.html",
        form_named("seat"),
        refused,
        choices=choices,
        shown=shown,
        of=shown.council.name,
        back=url_for("councils.page", code=code),
    )


def _ending(seat_id: UUID, refused: Refusal | None = None) -> ResponseReturnValue:
    with reading(current.database()) as database:
        council, member = seat_of(database, current.actor(), seat_id)
    return form_answer(
        "organisation/unseat.html",
        form_named("unseat"),
        refused,
        member=member,
        of=f"{member.name} · {council.name}",
        back=url_for("councils.page", code=council.code),
    )

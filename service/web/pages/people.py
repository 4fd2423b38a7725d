"""People: the list, and each one's entry."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from service.commands.add_person import add_person
from service.commands.change_person import change_person
from service.commands.entering import COLUMNS, Entry
from service.db import reading, transaction
from service.models import Role
from service.organisation import form_named, sight_of
from service.queries.administering import require_administrator, units_offered
from service.queries.people import Sought, people
from service.queries.person import Entry as Known
from service.queries.person import person_entry, person_page, unit_with
from service.web import current
from service.web.at_fields import asked, at_fields
from service.web.house import REFUSALS, Refusal, form_answer, seen
from workflows.forms import Option

bp = Blueprint("people", __name__, url_prefix="/people")

_FIELDS = {one: one for one in ("username", "name", "position", "unit", "email")}
_FIELDS |= {"taken": "username", "decides": "email"}


@bp.get("")
def index() -> ResponseReturnValue:
    """List the people."""
    sought = _sought(request.args)
    with reading(current.database()) as database:
        listed = people(database, current.actor(), sought, today=current.today())
        units = units_offered(database)
    return render_template(
        "people/index.html", sought=sought, listed=listed, units=units, roles=list(Role), address=_address
    )


@bp.get("/new")
def new() -> ResponseReturnValue:
    """Ask for a new person."""
    return _new()


@bp.post("/new")
def create() -> ResponseReturnValue:
    """Enter a person."""
    try:
        with transaction(current.database()) as database:
            said = asdict(_entry(database))
            person = add_person(database, current.actor(), **said, now=current.now())
    except REFUSALS as refused:
        return _new(refused)
    flash(_("%(name)s has been entered. Give a role, and a link that sets a password.", name=person.name), "ok")
    return redirect(url_for("people.page", person_id=person.id), 303)


@bp.get("/<uuid:person_id>")
def page(person_id: UUID) -> ResponseReturnValue:
    """Show one person."""
    below = _number(request.args.get("below", ""))
    with reading(current.database()) as database:
        shown = person_page(database, current.actor(), person_id, below=below, now=current.now())
    return render_template("people/page.html", shown=shown, person=shown.entry.person, below=below)


@bp.get("/<uuid:person_id>/edit")
def edit(person_id: UUID) -> ResponseReturnValue:
    """Ask for another entry."""
    return _edit(person_id)


@bp.post("/<uuid:person_id>/edit")
def change(person_id: UUID) -> ResponseReturnValue:
    """Change the entry."""
    try:
        with transaction(current.database()) as database:
            entry = _entry(database)
            change_person(database, current.actor(), person_id, entry, seen=seen(), now=current.now())
    except REFUSALS as refused:
        return _edit(person_id, refused)
    flash(_("The changes are saved."), "ok")
    return redirect(url_for("people.page", person_id=person_id), 303)


def _new(refused: Refusal | None = None) -> ResponseReturnValue:
    with reading(current.database()) as database:
        require_administrator(current.actor())
        choices = {"units": units_offered(database)}
    error = refused and at_fields(refused, _FIELDS)
    title = _("A new person")
    return form_answer(
        "people/form.html", form_named("person"), error, choices=choices, title=title, back=url_for("people.index")
    )


def _edit(person_id: UUID, refused: Refusal | None = None) -> ResponseReturnValue:
    with reading(current.database()) as database:
        known = person_entry(database, current.actor(), person_id)
        choices = {"units": _units(database, known)}
    return form_answer(
        "people/form.html",
        form_named("person"),
        refused and at_fields(refused, _FIELDS),
        typed=_typed(known),
        choices=choices,
        title=_("Change the entry"),
        of=known.person.name,
        seen=sight_of(known.person, COLUMNS),
        back=url_for("people.page", person_id=person_id),
    )


def _typed(known: Known) -> dict[str, Any]:
    person = known.person
    typed = {name: getattr(person, name) for name in ("name", "username", "position", "email")}
    return {**typed, "unit": known.unit.code if known.unit else None}


def _units(database: Session, known: Known) -> tuple[Option, ...]:
    """Every unit one may belong to, and the one the person belongs to though it be closed."""
    offered = units_offered(database)
    if known.unit is None or any(one.value == known.unit.code for one in offered):
        return offered
    return (*offered, Option(known.unit.code, f"{known.unit.name} ({known.unit.code})"))


def _entry(database: Session) -> Entry:
    """What was typed. Raises InvalidAnswers."""
    said = asked("person")
    unit = unit_with(database, said["unit"]) if "unit" in said else None
    return Entry(said["username"], said["name"], said.get("position", ""), unit, said.get("email"))


def _sought(given: Mapping[str, str]) -> Sought:
    """What an address asks for; nonsense finds nothing."""
    return Sought(
        text=given.get("q", "").strip()[:100],
        unit=given.get("unit", "")[:20],
        role=given.get("role", "")[:40],
        state=given.get("state", "")[:10],
        after=_uuid(given.get("after", "")),
    )


def _address(sought: Sought, after: UUID | None = None) -> str:
    """The list as it stands, from another row on."""
    given = {"q": sought.text, "unit": sought.unit, "role": sought.role, "state": sought.state, "after": after}
    values: dict[str, Any] = {name: str(value) for name, value in given.items() if value}
    return url_for("people.index", **values)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None

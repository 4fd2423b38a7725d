"""The roles a person holds: granting one, ending one."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.commands.grant_role import grant_role
from service.commands.revoke_grant import revoke_grant
from service.commands.scopes import find_scope
from service.db import reading, transaction
from service.models import Role
from service.organisation import form_named
from service.queries.administering import clusters_offered, units_offered
from service.queries.foreseen import gaps_without
from service.queries.foreseen_votes import Ballots, ballots_barred, ballots_without
from service.queries.person import grant_to_end, person_entry
from service.web import current
from service.web.at_fields import asked, at_fields
from service.web.house import REFUSALS, Refusal, form_answer, posted
from service.web.words import role_name
from workflows.forms import Option

bp = Blueprint("people_roles", __name__, url_prefix="/people")

_FIELDS = {
    "roles_apart": "role",
    "lately_administrator": "role",
    "operators": "role",
    "opened_by_you": "role",
    "twice": "role",
    "role": "role",
    "scope": "role",
    "dates": "valid_to",
}


@bp.get("/<uuid:person_id>/roles/new")
def new(person_id: UUID) -> ResponseReturnValue:
    """Ask for a role."""
    return _new(person_id)


@bp.post("/<uuid:person_id>/roles/new")
def grant(person_id: UUID) -> ResponseReturnValue:
    """Let the person act in a role; the ballots this would bar them from are told first, and may be so knowingly."""
    try:
        said = asked("role")
        if (ballots := _barred(person_id, said["role"])).lost:
            return _new(person_id, typed=posted(), ballots=ballots, knowingly=said["role"])
        dates = {name: said.get(name) for name in ("valid_from", "valid_to")}
        with transaction(current.database()) as database:
            place = find_scope(database, said["role"], said.get("unit") or said.get("cluster"))
            how = {"basis": said["basis"], "once": True, **dates}
            grant_role(database, current.actor(), person_id, said["role"], place, **how, now=current.now())
    except REFUSALS as refused:
        return _new(person_id, refused)
    flash(_("The role is granted."), "ok")
    return redirect(url_for("people.page", person_id=person_id), 303)


@bp.get("/roles/<uuid:grant_id>/end")
def ending(grant_id: UUID) -> ResponseReturnValue:
    """Say what nobody could do without it, and ask for the reason."""
    return _ending(grant_id)


@bp.post("/roles/<uuid:grant_id>/end")
def end(grant_id: UUID) -> ResponseReturnValue:
    """Take the role back."""
    try:
        with transaction(current.database()) as database:
            reason = asked("ending")["reason"]
            ended = revoke_grant(database, current.actor(), grant_id, reason=reason, now=current.now())
    except REFUSALS as refused:
        return _ending(grant_id, refused)
    flash(_("The role is ended; what had been taken under it is back with the group."), "ok")
    return redirect(url_for("people.page", person_id=ended.person_id), 303)


def _barred(person_id: UUID, role: str) -> Ballots:
    """The ballots nobody could cast with this role, unless the author has been told of them."""
    if request.form.get("knowingly") == role:
        return Ballots()
    with reading(current.database()) as database:
        known = person_entry(database, current.actor(), person_id)
        return ballots_barred(database, known.person.id, role, today=current.today())


def _new(person_id: UUID, refused: Refusal | None = None, **shown: Any) -> ResponseReturnValue:
    with reading(current.database()) as database:
        known = person_entry(database, current.actor(), person_id)
        choices = {"roles": _roles(), "units": units_offered(database), "clusters": clusters_offered(database)}
    return form_answer(
        "people/role.html",
        form_named("role"),
        refused and at_fields(refused, _FIELDS),
        **{"typed": {"valid_from": current.today().isoformat()}, "ballots": Ballots(), **shown},
        choices=choices,
        of=known.person.name,
        back=url_for("people.page", person_id=person_id),
    )


def _ending(grant_id: UUID, refused: Refusal | None = None) -> ResponseReturnValue:
    with reading(current.database()) as database:
        known, shown, row = grant_to_end(database, current.actor(), grant_id, today=current.today())
        gaps = gaps_without(database, row, current.today()) if shown.term.open else []
        ballots = ballots_without(database, row, today=current.today()) if shown.term.open else Ballots()
    return form_answer(
        "people/role_end.html",
        form_named("ending"),
        refused,
        shown=shown,
        gaps=gaps,
        ballots=ballots,
        of=known.person.name,
        back=url_for("people.page", person_id=known.person.id),
    )


def _roles() -> tuple[Option, ...]:
    """All but the one that the machine's operator alone grants."""
    return tuple(Option(role.value, role_name(role)) for role in Role if role != Role.SYS_ADMIN)

"""Acting in another's place: who does so for whom, lending a role, ending it; and who is away."""

from dataclasses import replace
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.commands.delegate import delegate
from service.commands.end_delegation import end_delegation
from service.db import reading, transaction
from service.organisation import form_named
from service.queries.colleagues import Colleague, colleagues, only_one
from service.queries.deputies import Deputies, delegation_to_end, deputies, lendable
from service.web import current
from service.web.at_fields import asked, at_fields
from service.web.house import REFUSALS, Refusal, form_answer, posted
from service.web.words import role_name
from workflows.forms import Form, Option

bp = Blueprint("delegations", __name__, url_prefix="/delegations")

_FIELDS = {
    "no_grant": "grant",
    "never_delegated": "grant",
    "oneself": "delegate",
    "left": "delegate",
    "roles_apart": "delegate",
    "twice": "delegate",
    "dates": "valid_to",
    "basis": "basis",
    "form": "form",
}


@bp.get("")
def page() -> ResponseReturnValue:
    """Show in whose place one acts, who acts in one's own, and when one is away."""
    with reading(current.database()) as database:
        shown = deputies(database, current.actor(), today=current.today())
    return render_template("people/deputies.html", shown=shown)


@bp.get("/new")
def new() -> ResponseReturnValue:
    """Ask which role goes to whom; `?of` names somebody else who holds it."""
    return _new()


@bp.post("/new")
def lend() -> ResponseReturnValue:
    """Let somebody act in one's place."""
    try:
        said = asked("delegation")
        how = {name: said[name] for name in ("form", "basis", "valid_from", "valid_to")}
        with transaction(current.database()) as database:
            taker = only_one(database, said["delegate"], but=whose())
            grant = lendable(database, said["grant"], whose())
            delegate(database, current.actor(), grant, taker, **how, now=current.now())
    except REFUSALS as refused:
        return _new(refused)
    flash(_("The role is delegated."), "ok")
    return redirect(back_to(whose()), 303)


@bp.get("/<uuid:delegation_id>/end")
def ending(delegation_id: UUID) -> ResponseReturnValue:
    """Say what nobody could do without it, and ask for the reason."""
    return _ending(delegation_id)


@bp.post("/<uuid:delegation_id>/end")
def end(delegation_id: UUID) -> ResponseReturnValue:
    """End it before its time."""
    try:
        with transaction(current.database()) as database:
            reason = asked("ending")["reason"]
            ended = end_delegation(database, current.actor(), delegation_id, reason=reason, now=current.now())
    except REFUSALS as refused:
        return _ending(delegation_id, refused)
    flash(_("The delegation is ended; what had been taken under it is back with the group."), "ok")
    return redirect(back_to(ended.delegator_id, ended.delegate_id), 303)


def whose() -> UUID:
    """The person the page is about: the reader, unless the address names another."""
    named = request.args.get("of", "")
    try:
        return UUID(named) if named else current.actor().id
    except ValueError:
        abort(404)


def back_to(*person_ids: UUID) -> str:
    """The reader's own page when it is about them, else that of the first person."""
    if current.actor().id in person_ids:
        return url_for("delegations.page")
    return url_for("people.page", person_id=person_ids[0])


def _new(refused: Refusal | None = None) -> ResponseReturnValue:
    typed = posted().get("delegate", "")
    with reading(current.database()) as database:
        them = deputies(database, current.actor(), whose(), today=current.today())
        found = colleagues(database, typed, but=them.person.id) if typed else ()
    return form_answer(
        "people/delegation.html",
        _form(found),
        refused and at_fields(refused, _FIELDS),
        typed={"valid_from": current.today().isoformat(), "grant": _only(them)},
        choices={"grants": _grants(them)},
        them=them,
        several=len(found) > 1,
        of=them.person.name,
        back=back_to(them.person.id),
    )


def _ending(delegation_id: UUID, refused: Refusal | None = None) -> ResponseReturnValue:
    with reading(current.database()) as database:
        shown, gaps = delegation_to_end(database, current.actor(), delegation_id, today=current.today())
    back = back_to(shown.giver_id, shown.taker_id)
    return form_answer("people/delegation_end.html", form_named("ending"), refused, shown=shown, gaps=gaps, back=back)


def _form(found: tuple[Colleague, ...]) -> Form:
    """Where several people fit what was typed, they are offered in place of the line it was typed in."""
    form = form_named("delegation")
    if len(found) < 2:
        return form
    options = tuple(Option(one.username, one.name, " · ".join(filter(None, (one.position, one.unit)))) for one in found)
    fields = tuple(replace(f, widget="radio", options=options) if f.name == "delegate" else f for f in form.fields)
    return replace(form, fields=fields)


def _only(them: Deputies) -> str | None:
    """The grant that is chosen at first: the one there is."""
    return str(them.lendable[0].id) if len(them.lendable) == 1 else None


def _grants(them: Deputies) -> tuple[Option, ...]:
    return tuple(
        Option(str(one.id), ", ".join(filter(None, (role_name(one.role), one.place)))) for one in them.lendable
    )

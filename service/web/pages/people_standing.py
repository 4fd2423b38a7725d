"""Whether a person may sign in: leaving and coming back, sessions, password link, second factor, tokens."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from service.commands.deactivate_person import deactivate_person
from service.commands.drop_second_factor import drop_second_factor
from service.commands.end_token import end_token
from service.commands.make_password_reset import make_password_reset
from service.commands.reactivate_person import reactivate_person
from service.commands.sign_person_out import sign_person_out
from service.db import reading, transaction
from service.errors import Refused
from service.organisation import form_named
from service.queries.foreseen import foreseen_gaps
from service.queries.foreseen_votes import ballots_missed
from service.queries.person import departure, person_entry
from service.web import current
from service.web.at_fields import at_fields
from service.web.house import REFUSALS, Refusal, form_answer
from service.web.i18n import said

bp = Blueprint("people_standing", __name__, url_prefix="/people")

_FIELDS = {"reason": "reason"}


@bp.get("/<uuid:person_id>/leave")
def leaving(person_id: UUID) -> ResponseReturnValue:
    """Say what a departure means, and ask for the reason."""
    return _leaving(person_id)


@bp.post("/<uuid:person_id>/leave")
def leave(person_id: UUID) -> ResponseReturnValue:
    """Let the person go."""
    try:
        with transaction(current.database()) as database:
            reason = request.form.get("reason", "")
            gone = deactivate_person(database, current.actor(), person_id, reason=reason, now=current.now())
    except REFUSALS as refused:
        return _leaving(person_id, refused)
    flash(_("%(name)s can no longer sign in; what they had taken is back with the groups.", name=gone.name), "ok")
    return _back(person_id)


@bp.get("/<uuid:person_id>/return")
def returning(person_id: UUID) -> ResponseReturnValue:
    """Say what counts again, and ask for the reason."""
    return _returning(person_id)


@bp.post("/<uuid:person_id>/return")
def come_back(person_id: UUID) -> ResponseReturnValue:
    """Let the person come back."""
    try:
        with transaction(current.database()) as database:
            reason = request.form.get("reason", "")
            here = reactivate_person(database, current.actor(), person_id, reason=reason, now=current.now())
    except REFUSALS as refused:
        return _returning(person_id, refused)
    flash(_("%(name)s may sign in again.", name=here.name), "ok")
    return _back(person_id)


@bp.post("/<uuid:person_id>/sign-out")
def sign_out(person_id: UUID) -> ResponseReturnValue:
    """Sign the person out everywhere, with the systems that call in their name."""
    with transaction(current.database()) as database:
        ended = sign_person_out(database, current.actor(), person_id, now=current.now())
    flash(ngettext("%(num)s browser has been signed out.", "%(num)s browsers have been signed out.", ended), "ok")
    flash(_("Tokens with which systems called in this person's name have ended too."), "ok")
    return _back(person_id)


@bp.post("/<uuid:person_id>/password")
def password(person_id: UUID) -> ResponseReturnValue:
    """Make a link that sets a new password, and show it this once."""
    settings = current.settings()
    try:
        with transaction(current.database()) as database:
            known, key = person_entry(database, current.actor(), person_id), settings.secret_key
            token = make_password_reset(database, current.actor(), person_id, key=key, now=current.now())
    except Refused as refused:
        flash(said(refused.reason), "late")
        return _back(person_id)
    link = settings.address + url_for("password_reset.open_link", token=token)
    return render_template("people/link.html", person=known.person, link=link)


@bp.post("/<uuid:person_id>/second-factor")
def second_factor(person_id: UUID) -> ResponseReturnValue:
    """Turn off the second factor of somebody who has lost it."""
    try:
        with transaction(current.database()) as database:
            drop_second_factor(database, current.actor(), person_id, now=current.now())
    except Refused as refused:
        flash(said(refused.reason), "late")
    else:
        flash(_("The second factor is off; the person can set up a new one."), "ok")
    return _back(person_id)


@bp.post("/<uuid:person_id>/tokens/<uuid:token_id>/end")
def token(person_id: UUID, token_id: UUID) -> ResponseReturnValue:
    """End a token of the person."""
    with transaction(current.database()) as database:
        end_token(database, current.actor(), token_id, now=current.now())
    flash(_("The token is worth nothing from now on."), "ok")
    return _back(person_id)


def _leaving(person_id: UUID, refused: Refusal | None = None) -> ResponseReturnValue:
    with reading(current.database()) as database:
        shown = departure(database, current.actor(), person_id, today=current.today())
        gaps = foreseen_gaps(database, person_id, current.today(), None, leaving=True)
        ballots = ballots_missed(database, person_id, current.today(), None, today=current.today())
    return _confirm("people/leave.html", "departure", refused, shown=shown, gaps=gaps, ballots=ballots)


def _returning(person_id: UUID, refused: Refusal | None = None) -> ResponseReturnValue:
    with reading(current.database()) as database:
        shown = departure(database, current.actor(), person_id, today=current.today())
    return _confirm("people/return.html", "comeback", refused, shown=shown)


def _confirm(template: str, form: str, refused: Refusal | None, **shown: Any) -> ResponseReturnValue:
    error = refused and at_fields(refused, _FIELDS)
    return form_answer(template, form_named(form), error, **shown)


def _back(person_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("people.page", person_id=person_id), 303)

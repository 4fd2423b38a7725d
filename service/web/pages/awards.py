"""The award catalogue: what is awarded, by which rules, and who has compared them with the law."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service import language
from service.commands.add_award_edition import add_award_edition
from service.commands.add_award_kind import add_award_kind
from service.commands.end_award_kind import end_award_kind
from service.commands.verify_award_kind import verify_award_kind
from service.db import reading, transaction
from service.models import AwardKind
from service.organisation import form_named
from service.queries.awards import asking_rules, award_page, awards
from service.web import current
from service.web.house import REFUSALS, Refusal, form_answer, posted

bp = Blueprint("awards", __name__, url_prefix="/organisation/awards")


@bp.get("")
def index() -> ResponseReturnValue:
    """List the awards by the rules of today."""
    with reading(current.database()) as database:
        listed = awards(database, current.actor(), today=current.today())
    return render_template("organisation/awards.html", listed=listed)


@bp.get("/new")
def new() -> ResponseReturnValue:
    """Ask for a new award."""
    return _rules()


@bp.post("/new")
def create() -> ResponseReturnValue:
    """Enter an award."""
    try:
        with transaction(current.database()) as database:
            kind = add_award_kind(database, current.actor(), posted(), now=current.now())
    except REFUSALS as refused:
        return _rules(refused=refused)
    flash(_("%(name)s has been added.", name=_called(kind)), "ok")
    return redirect(url_for("awards.page", kind_id=kind.id), 303)


@bp.get("/<uuid:kind_id>")
def page(kind_id: UUID) -> ResponseReturnValue:
    """Show one edition of an award's rules."""
    with reading(current.database()) as database:
        shown = award_page(database, current.actor(), kind_id, today=current.today())
    return render_template("organisation/award.html", shown=shown, kind=shown.edition.kind)


@bp.get("/<uuid:kind_id>/rules")
def asking(kind_id: UUID) -> ResponseReturnValue:
    """Ask for new rules, beginning with those that hold."""
    return _rules(kind_id)


@bp.post("/<uuid:kind_id>/rules")
def add(kind_id: UUID) -> ResponseReturnValue:
    """Bring new rules into force."""
    try:
        with transaction(current.database()) as database:
            kind = add_award_edition(database, current.actor(), kind_id, posted(), now=current.now())
    except REFUSALS as refused:
        return _rules(kind_id, refused)
    flash(_("The new rules are entered. Dossiers that were opened before keep theirs."), "ok")
    return redirect(url_for("awards.page", kind_id=kind.id), 303)


@bp.get("/<uuid:kind_id>/verified")
def verifying(kind_id: UUID) -> ResponseReturnValue:
    """Ask who compared the rules with the law."""
    return _about("award_verify", kind_id)


@bp.post("/<uuid:kind_id>/verified")
def verify(kind_id: UUID) -> ResponseReturnValue:
    """Mark the rules as verified."""
    try:
        with transaction(current.database()) as database:
            verify_award_kind(database, current.actor(), kind_id, posted(), now=current.now())
    except REFUSALS as refused:
        return _about("award_verify", kind_id, refused)
    flash(_("The rules are marked as verified."), "ok")
    return redirect(url_for("awards.page", kind_id=kind_id), 303)


@bp.get("/<uuid:kind_id>/end")
def ending(kind_id: UUID) -> ResponseReturnValue:
    """Ask for the last day of an award."""
    return _about("award_end", kind_id, template="organisation/award_end.html")


@bp.post("/<uuid:kind_id>/end")
def end(kind_id: UUID) -> ResponseReturnValue:
    """Stop giving the award."""
    try:
        with transaction(current.database()) as database:
            end_award_kind(database, current.actor(), kind_id, posted(), now=current.now())
    except REFUSALS as refused:
        return _about("award_end", kind_id, refused, template="organisation/award_end.html")
    flash(_("Nobody is proposed for this award after its last day. Dossiers under way go on."), "ok")
    return redirect(url_for("awards.page", kind_id=kind_id), 303)


def _rules(kind_id: UUID | None = None, refused: Refusal | None = None) -> ResponseReturnValue:
    with reading(current.database()) as database:
        asked = asking_rules(database, current.actor(), kind_id)
    return form_answer(
        "organisation/award_rules.html",
        asked.form,
        refused,
        typed=asked.typed,
        choices=asked.choices,
        before=asked.before,
        of=_called(asked.before) if asked.before else None,
        back=url_for("awards.page", kind_id=kind_id) if kind_id else url_for("awards.index"),
    )


def _about(
    form: str, kind_id: UUID, refused: Refusal | None = None, *, template: str = "organisation/form.html"
) -> ResponseReturnValue:
    with reading(current.database()) as database:
        shown = award_page(database, current.actor(), kind_id, today=current.today())
    return form_answer(
        template,
        form_named(form),
        refused,
        of=_called(shown.edition.kind),
        back=url_for("awards.page", kind_id=kind_id),
    )


def _called(kind: AwardKind) -> str:
    return kind.name_en if language.reader() == language.ENGLISH else kind.name

"""A new dossier: choosing award and nominee, then writing the proposal."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.commands.complete_task import complete_task
from service.commands.open_dossier import open_dossier
from service.db import reading, transaction
from service.documents import ACCEPTED
from service.errors import Conflict, Reason, Refused
from service.queries.answers import lines_of
from service.queries.documents import documents_of
from service.queries.item import Work, open_item
from service.queries.proposing import proposal_item, proposing
from service.web import current
from service.web.errors import error_page
from service.web.forms import FormPage, Question, form_page, read_posted
from service.web.kinds import NOMINEE_KINDS
from workflows.errors import InvalidAnswers

bp = Blueprint("new_dossier", __name__, url_prefix="/dossiers")


@bp.get("/new")
def form() -> ResponseReturnValue:
    """Ask for award, nominee and unit; `?like` names a dossier whose letter the new one joins."""
    return _form()


@bp.post("/new")
def create() -> ResponseReturnValue:
    """Open a dossier and go on to its proposal."""
    asked = request.form
    try:
        with transaction(current.database()) as database:
            choices = proposing(database, current.actor(), like=asked.get("like", ""), now=current.now())
            dossier = open_dossier(
                database,
                current.actor(),
                award_kind=asked.get("award", ""),
                unit_id=_uuid(asked.get("unit", "")) or choices.only_unit,
                nominee_kind=asked.get("kind", ""),
                nominee_name=asked.get("name", ""),
                nominee_person_id=choices.person(_uuid(asked.get("person", ""))),
                like=choices.like.id if choices.like else None,
                now=current.now(),
            )
    except Refused as refused:
        return _form(refused.reason), 422
    return redirect(url_for("new_dossier.proposal", code=dossier.code), 303)


@bp.get("/<code>/proposal")
def proposal(code: str) -> ResponseReturnValue:
    """Write the proposal: the form in groups, and the papers beside it."""
    return _proposal(code)


@bp.post("/<code>/proposal")
def submit(code: str) -> ResponseReturnValue:
    """Send the proposal to the head of the unit."""
    answers = read_posted(request.form)
    try:
        with transaction(current.database()) as database:
            item_id = proposal_item(database, current.actor(), code)
            completed = complete_task(database, current.actor(), item_id, answers, now=current.now())
    except InvalidAnswers as invalid:
        return _proposal(code, answers, invalid), 422
    except Conflict as conflict:
        return _too_late(item_id, answers, conflict)
    if completed.incident is None:
        flash(_("The proposal has been sent to the head of the unit."), "ok")
    else:
        flash(_("The dossier could not move on. Your answers are kept; it stands under “Held up” in the list."), "late")
    return redirect(url_for("dossiers.content", code=code), 303)


def _form(refused: Reason | None = None) -> str:
    like = request.values.get("like", "")
    with reading(current.database()) as database:
        choices = proposing(database, current.actor(), like=like, now=current.now())
    return render_template(
        "dossiers/new.html", choices=choices, typed=request.form, refused=refused, kinds=NOMINEE_KINDS
    )


def _proposal(code: str, typed: Mapping[str, Any] | None = None, invalid: InvalidAnswers | None = None) -> str:
    with reading(current.database()) as database:
        item_id = proposal_item(database, current.actor(), code)
        work = open_item(database, current.actor(), item_id, now=current.now())
        papers = documents_of(database, current.actor(), work.dossier)
    answers = work.draft if typed is None else typed
    problems = invalid.problems if invalid else None
    page = form_page(work.form, answers, work.choices, problems) if work.form else None
    return render_template(
        "dossiers/proposal.html",
        work=work,
        form=page and _fitting(page, work),
        documents=papers,
        accepted=ACCEPTED,
        most=current.settings().upload_bytes,
    )


def _fitting(page: FormPage, work: Work) -> FormPage:
    """The form with only the kinds of nominee that the award is given to."""
    stored = {field.name: field.stores for field in work.form.fields} if work.form else {}
    kinds = set(work.dossier.award_kind.nominee_kinds)

    def fit(question: Question) -> Question:
        if stored.get(question.name) != "nominee.kind":
            return question
        return replace(question, options=tuple(card for card in question.options if card.value in kinds))

    groups = tuple(replace(group, questions=tuple(map(fit, group.questions))) for group in page.groups)
    return replace(page, groups=groups)


def _too_late(item_id: UUID, typed: Mapping[str, Any], conflict: Conflict) -> ResponseReturnValue:
    with reading(current.database()) as database:
        work = open_item(database, current.actor(), item_id, now=current.now())
    lines = lines_of(work.form, typed, work.choices) if work.form else ()
    return error_page(409, conflict, typed=lines, onward=url_for("dossiers.content", code=work.dossier.code))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None

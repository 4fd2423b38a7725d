"""Operations: dossiers held up and jobs that failed, why, and what to do."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from service.commands.dismiss_job import dismiss_job
from service.commands.retry_all_jobs import retry_all_jobs
from service.commands.retry_incident import retry_incident
from service.commands.retry_job import retry_job
from service.db import reading, transaction
from service.errors import Reason, Refused
from service.queries.operations import operations
from service.web import current
from service.web.remedies import is_a_check, job_remedy, kind_name, remedy
from service.web.words import in_house_words

bp = Blueprint("operations", __name__, url_prefix="/operations")


@bp.get("")
def page() -> ResponseReturnValue:
    """Show what an administrator is to look after."""
    return _page()


@bp.post("/jobs/retry")
def retry_all() -> ResponseReturnValue:
    """Have the listed jobs that failed tried again."""
    with transaction(current.database()) as database:
        put_back = retry_all_jobs(database, current.actor(), now=current.now())
    flash(ngettext("%(num)s job is tried again.", "%(num)s jobs are tried again.", put_back), "ok")
    return _back()


@bp.post("/jobs/<job_id>/retry")
def retry(job_id: str) -> ResponseReturnValue:
    """Have a job that failed tried again."""
    with transaction(current.database()) as database:
        retry_job(database, current.actor(), job_id, now=current.now())
    flash(_("The job is tried again; if it fails once more it comes back here."), "ok")
    return _back()


@bp.post("/jobs/<job_id>/dismiss")
def dismiss(job_id: str) -> ResponseReturnValue:
    """Give a job up for good."""
    try:
        with transaction(current.database()) as database:
            dismiss_job(database, current.actor(), job_id, request.form.get("reason", ""), now=current.now())
    except Refused as refused:
        return _page(refused.reason, job_id), 422
    flash(_("The job is given up for good; the reason is on record."), "ok")
    return _back()


@bp.post("/incidents/<uuid:incident_id>/retry")
def try_again(incident_id: UUID) -> ResponseReturnValue:
    """Have what held a dossier up tried again."""
    try:
        with transaction(current.database()) as database:
            dossier = retry_incident(database, current.actor(), incident_id, now=current.now())
    except Refused as refused:
        return _page(refused.reason, str(incident_id)), 422
    flash(_("%(code)s is no longer held up.", code=dossier.code), "ok")
    return _back()


def _back() -> ResponseReturnValue:
    return redirect(url_for("operations.page"), 303)


def _page(refused: Reason | None = None, refused_for: str = "") -> str:
    with reading(current.database()) as database:
        shown = operations(database, current.actor(), _after(), now=current.now())
    return render_template(
        "operations/page.html",
        shown=shown,
        refused=refused and in_house_words(refused),
        refused_for=refused_for,
        typed=request.form.get("reason", ""),
        remedy=remedy,
        job_remedy=job_remedy,
        is_a_check=is_a_check,
        kind_name=kind_name,
    )


def _after() -> UUID | None:
    try:
        return UUID(request.args["after"]) if "after" in request.args else None
    except ValueError:
        abort(400)

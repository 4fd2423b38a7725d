"""The editions of an award: the rules that held, hold and will hold, one after the other."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.commands import catalogue_keeping as keeping
from service.errors import Conflict, NotFound
from service.models import AwardKind
from service.organisation import award_form, columns_of, papers_known, tasks_by_process
from workflows import forms
from workflows.errors import msg


def rules_asked(session: Session, answers: Mapping[str, Any], before: AwardKind | None, today: date) -> dict[str, Any]:
    """The columns of a new edition, and for a new award its `code`. Raises InvalidAnswers."""
    tasks = tasks_by_process(session)
    papers = papers_known(session.scalars(select(AwardKind).order_by(AwardKind.position, AwardKind.id)).all())
    said = forms.clean(award_form(tasks, papers, new=before is None), answers)
    if said.get("process_key") not in {None, *tasks}:
        keeping.refuse("process_key", "choice", msg("Choose one of the options."))
    columns = columns_of(said, tasks, papers, before)
    if columns["valid_from"] < today:
        keeping.refuse("valid_from", "past", msg("Rules begin today or later: what was opened before keeps its own."))
    return columns | ({"code": said["code"].upper()} if before is None else {})


def find_edition(session: Session, kind_id: UUID) -> AwardKind:
    """The edition, locked. Raises NotFound, or Conflict when a later one has been added meanwhile."""
    kind = session.scalars(select(AwardKind).where(AwardKind.id == kind_id).with_for_update()).one_or_none()
    if kind is None:
        raise NotFound(str(kind_id))
    latest = session.scalars(
        select(AwardKind).where(AwardKind.code == kind.code).order_by(AwardKind.valid_from.desc()).limit(1)
    ).one()
    if latest.id != kind.id:
        who, at = keeping.last_change(session, latest.id)
        raise Conflict(keeping.CHANGED, who=who, at=at)
    return kind

"""What the worker could not do for a dossier and goes on trying by itself: one incident, until it goes."""

from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from service.commands.incidents import raise_incident
from service.models import Dossier, Incident
from workflows.errors import Problem


def hinder(session: Session, dossier: Dossier, problem: Problem, now: datetime) -> None:
    """Raise the incident, unless it stands there from an earlier try."""
    if not session.scalar(select(Incident.id).where(*_of(dossier, problem.rule)).limit(1)):
        raise_incident(session, dossier, problem, actor=None, now=now)


def clear(session: Session, dossier: Dossier, rule: str, now: datetime) -> None:
    """It went: resolve the incident of earlier tries; no statement when the dossier has none."""
    if dossier.incidents_open:
        over = update(Incident).where(*_of(dossier, rule)).values(resolved_at=now)
        dossier.incidents_open -= session.connection().execute(over).rowcount


def _of(dossier: Dossier, rule: str) -> tuple[ColumnElement[bool], ...]:
    return Incident.dossier_id == dossier.id, Incident.rule == rule, Incident.resolved_at.is_(None)

"""Opening a dossier: a nominee, an award, and the letter it comes with."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from service import permissions, rows
from service.actors import Actor
from service.clock import local_date
from service.commands import founding, stores
from service.commands.record import record_step
from service.errors import NotAllowed, Reason, Refused
from service.facts import facts_of
from service.models import Dossier, Draft, Exclusion, Role
from service.processes import definition_named, definition_of
from workflows import engine
from workflows.definition import Definition
from workflows.errors import msg
from workflows.outcome import Outcome

_NO_START = msg("The process cannot begin: {problem}")


def open_dossier(
    session: Session,
    actor: Actor,
    *,
    award_kind: str,
    unit_id: UUID,
    nominee_kind: str,
    nominee_name: str,
    nominee_person_id: UUID | None = None,
    like: UUID | None = None,
    letter_id: UUID | None = None,
    answers: Mapping[str, Any] | None = None,
    now: datetime,
) -> Dossier:
    """Begin a dossier; its first task lies with the actor, with a draft of what is known already.

    `like` is a dossier of the same unit whose letter, round and period this nominee shares; `letter_id` just a letter
    of the unit. `answers` stand in the draft besides. `nominee_person_id` is given when the nominee is somebody who
    signs in. Raises NotAllowed, NotFound or Refused.
    """
    if reason := permissions.why_not_propose(actor, unit_id):
        raise NotAllowed(reason)
    nominee = founding.nominee_of(nominee_kind, nominee_name, nominee_person_id)
    award, version = founding.award_of(session, award_kind, nominee_kind, local_date(now))
    place = founding.place_of(session, unit_id, local_date(now))
    dossier = founding.new_dossier(session, actor, award, version, nominee, place, now=now)
    if letter_id is None:
        dossier.submission = founding.letter_of(session, actor, dossier, like, now=now)
    else:
        dossier.submission = founding.letter_named(session, letter_id, unit_id)
    definition = definition_named(session, version.name, version.id)
    outcome = _begin(session, dossier, definition, now)
    session.add(dossier)
    session.flush()  # what follows refers to it
    items = _record(session, dossier, definition, outcome, actor, now)
    for task, item_id in zip(outcome.opened, items, strict=False):
        _draft(session, dossier, definition.graph.nodes[task.element].form, item_id, actor, now, answers or {})
    return dossier


def _begin(session: Session, dossier: Dossier, definition: Definition, now: datetime) -> Outcome:
    outcome = engine.start(definition, facts_of(session, dossier, now=now), now=now)
    if outcome.problems:
        first = outcome.problems[0]
        why = Reason(first.rule, first.message, first.values)
        raise Refused(Reason("no_start", _NO_START, {"problem": why}))
    return outcome


def _record(
    session: Session, dossier: Dossier, definition: Definition, outcome: Outcome, actor: Actor, now: datetime
) -> list[UUID]:
    exclusions = []
    if dossier.nominee.person_id is not None:
        exclusions = [_honoured(dossier, dossier.nominee.person_id)]
        rows.add(session, Exclusion, exclusions)
    detail: Mapping[str, Any] = {
        "code": dossier.code,
        "award": dossier.award_kind.code,
        "nominee": dossier.nominee.name,
        "submission": dossier.submission_id,
        "unit": dossier.unit_id,
        "cluster": dossier.cluster_id,
    }
    return record_step(
        session,
        dossier,
        definition,
        outcome,
        kind="dossier_opened",
        detail=detail,
        actor=actor,
        seat=actor.seat(Role.UNIT_CLERK, dossier.unit_id),
        now=now,
        exclusions=[Exclusion(**row) for row in exclusions],
        assignee_id=actor.id,
    )


def _honoured(dossier: Dossier, person_id: UUID) -> dict[str, Any]:
    """Whom a dossier honours does nothing on it; the event that causes it is the first."""
    return {
        "dossier_id": dossier.id,
        "person_id": person_id,
        "element": None,
        "reason": "nominee",
        "event_number": 1,
    }


def _draft(
    session: Session,
    dossier: Dossier,
    form_name: str | None,
    item_id: UUID,
    actor: Actor,
    now: datetime,
    answers: Mapping[str, Any],
) -> None:
    """What is known already stands in the first form."""
    form = definition_of(session, dossier).forms.get(form_name or "")
    if form is not None:
        known = {**stores.held(session, dossier, form), **answers}
        row = {"work_item_id": item_id, "person_id": actor.id, "data": known, "saved_at": now}
        rows.add(session, Draft, [row])

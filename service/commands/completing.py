"""Completing a locked work item: from clean answers to the recorded step, or to an incident."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import rows
from service.actors import Actor, Seat
from service.chain import canonical
from service.clock import local_date
from service.commands import drafts, incidents, register, stores
from service.commands.locking import Held
from service.commands.record import record_step
from service.errors import Conflict, Reason
from service.facts import facts_of
from service.models import Answer, CouncilSession, Dossier, Incident, LawEdition, WorkItem
from service.permissions.rules import NOT_OPEN
from service.processes import definition_of
from workflows import engine, feel, forms
from workflows.definition import Definition
from workflows.errors import NotOpen, StateError, msg
from workflows.forms import Form
from workflows.graph import Node
from workflows.outcome import Outcome

Answers = Mapping[str, Any]

BALLOT = Reason("ballot", msg("A vote is cast on the ballot sheet."))
_SITTING = "session_date"
"""The question whose answer opens a vote: it is asked once for all dossiers of a sitting."""


@dataclass(frozen=True, slots=True)
class Completed:
    """What came of completing an item: the dossier where it now stands, or the incident that stopped it."""

    dossier: Dossier
    item: WorkItem
    incident: Incident | None = None


def complete_item(
    session: Session,
    actor: Actor,
    seat: Seat | None,
    held: Held,
    raw: Answers,
    *,
    now: datetime,
    sitting: CouncilSession | None = None,
) -> Completed:
    """Answer a task the actor may do; `sitting` is given when that opens a vote. Raises InvalidAnswers.

    A step the engine cannot make changes nothing but the draft and a new incident, which comes back.
    """
    dossier, item = held.dossier, held.item
    definition = definition_of(session, dossier)
    form = definition.forms.get(item.form) if item.form else None
    answers = forms.clean(form, raw) if form else {}
    today = local_date(now)
    stored = stores.store(session, dossier, form, answers, today=today)
    register.check_register(session, form, stored.register, today=today)
    outcome = _step(session, definition, item, answers, now)
    if outcome.problems:
        stored.take_back()
        drafts.keep(session, item.id, actor.id, raw, now=now)
        return Completed(dossier, item, _stop(session, held, outcome, actor, seat, now))
    item.outcome = _word(answers.get("outcome"))
    rows.add(session, Answer, [_answer(item, actor, form, answers, now)])
    register.enter(session, dossier, form, stored.register, actor=actor, now=now)
    detail = {
        **_about(item, form, answers),
        "stored": stored.changes,
        "for": seat.holder_name if seat else None,
        **_accept(session, dossier, definition.graph.nodes[item.element], answers, now),
    }
    _record(session, held, definition, outcome, detail, actor, seat, now, sitting)
    return Completed(dossier, item)


def opens_vote(session: Session, held: Held) -> bool:
    """Whether completing the item opens a vote, which needs a sitting."""
    form = definition_of(session, held.dossier).forms.get(held.item.form or "")
    return form is not None and _SITTING in form.by_name


def _step(session: Session, definition: Definition, item: WorkItem, answers: Answers, now: datetime) -> Outcome:
    """Let the engine make the step; a state it cannot read, or that lacks the task, is a problem like any other."""
    dossier = item.dossier
    facts = facts_of(session, dossier, now=now)
    try:
        outcome = engine.complete(definition, dossier.state, item.task, answers, facts, now=now)
        return incidents.without_strangers(dossier.state, outcome)
    except NotOpen as error:
        if dossier.wake_at is not None and dossier.wake_at <= now:  # a deadline on the diagram was faster
            raise Conflict(NOT_OPEN, who=None, at=dossier.wake_at, dossier_code=dossier.code) from None
        return incidents.unreadable(dossier.state, item.element, error)
    except StateError as error:
        return incidents.unreadable(dossier.state, item.element, error)


def _stop(session: Session, held: Held, outcome: Outcome, actor: Actor, seat: Seat | None, now: datetime) -> Incident:
    return incidents.raise_incident(
        session, held.dossier, outcome.problems[0], item=held.item, actor=actor, seat=seat, now=now
    )


def _record(
    session: Session,
    held: Held,
    definition: Definition,
    outcome: Outcome,
    detail: Answers,
    actor: Actor,
    seat: Seat | None,
    now: datetime,
    sitting: CouncilSession | None,
) -> None:
    held_at = {"sitting": str(sitting.id), "held_on": sitting.held_on} if sitting else {}
    record_step(
        session,
        held.dossier,
        definition,
        outcome,
        kind="voting_opened" if sitting else "task_completed",
        detail={**detail, **held_at},
        actor=actor,
        seat=seat,
        now=now,
        item=held.item,
        exclusions=held.exclusions,
        sitting_id=sitting.id if sitting else None,
    )


def _about(item: WorkItem, form: Form | None, answers: Answers) -> dict[str, Any]:
    """What the event says of the answers: their hash, never themselves."""
    return {
        "task": item.task,
        "element": item.element,
        "title": item.title,
        "outcome": item.outcome,
        "form": form.name if form else None,
        "form_version": form.version if form else None,
        "answers_sha256": sha256(canonical(answers)).hexdigest(),
    }


def _answer(item: WorkItem, actor: Actor, form: Form | None, answers: Answers, now: datetime) -> dict[str, Any]:
    return {
        "work_item_id": item.id,
        "dossier_id": item.dossier_id,
        "element": item.element,
        "person_id": actor.id,
        "form": form.name if form else None,
        "form_version": form.version if form else None,
        "data": dict(answers),
        "answered_at": now,
    }


def _accept(session: Session, dossier: Dossier, node: Node, answers: Answers, now: datetime) -> dict[str, Any]:
    """Acceptance (`vd:acceptedWhen`) fixes the law the dossier is judged by; it happens once."""
    condition = node.words.get("acceptedWhen")
    if dossier.accepted_on is not None or not condition:
        return {}
    if feel.compile(condition).evaluate({node.id: answers}) is not True:
        return {}
    today = dossier.accepted_on = local_date(now)
    edition = session.execute(
        select(LawEdition.id, LawEdition.code)
        .where(LawEdition.valid_from <= today, LawEdition.valid_to.is_(None) | (LawEdition.valid_to >= today))
        .order_by(LawEdition.valid_from.desc())
        .limit(1)
    ).one_or_none()
    dossier.law_edition_id = edition.id if edition else None
    return {"accepted_on": today, "law_edition": edition.code if edition else None}


def _word(outcome: Any) -> str | None:
    return outcome[:40] if isinstance(outcome, str) else None

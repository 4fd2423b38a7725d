"""Taking back one's own last step."""

from collections.abc import Collection, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from service import events, permissions
from service.actors import Actor
from service.commands import drafts, snapshots, stores
from service.commands.locking import Held, find_item, known_to
from service.errors import Conflict, NotAllowed, Reason, Refused
from service.events import dossier_stream
from service.models import Answer, CouncilSession, Dossier, Event, EventDetail, Exclusion, Incident, RollEntry, WorkItem
from service.permissions.recalling import TOO_LATE
from service.processes import definition_of
from service.text import tidy
from workflows import engine
from workflows.errors import StateError, msg
from workflows.forms import Form

_NO_REASON = Reason("no_reason", msg("Say why the task is taken back."))
_INEXACT = Reason("inexact", msg("The step did more than this task; it cannot be taken back exactly as it was."))
_REGISTERED = Reason("registered", msg("A number has been registered: it is never used again, so the task stays."))


def recall_task(session: Session, actor: Actor, item_id: UUID, *, reason: str, now: datetime) -> WorkItem:
    """Undo the dossier's last step, which the actor made, and give them the task again with their answers as a draft.

    State, clock, stored columns and exclusions are again what they were; what the step opened is withdrawn.
    Raises NotFound, NotAllowed (not theirs), Conflict (taken up, gone on) or Refused (no reason, suspended, inexact).
    """
    held = find_item(session, item_id)
    known_to(session, actor, held.dossier)
    _may_take_back(session, actor, held, now)
    reason = tidy(reason)
    if not reason:
        raise Refused(_NO_REASON)
    before = held.dossier.before or {}
    opened = _opened_since(session, held, before)
    said = _said(session, held.dossier, before["number"])
    form = _form(session, held)
    elements = _withdraw(session, held.dossier, opened, actor, now)
    _put_back(session, held, form, said, before)
    _open_again(session, actor, held.item, now)
    detail: dict[str, Any] = {"task": held.item.task, "element": held.item.element, "title": held.item.title}
    detail |= {"reason": reason, "recalls": before["number"], "opened": [held.item.element], "closed": elements}
    seat = permissions.seat_for(actor, held.item, held.exclusions)
    events.note(session, held.dossier, "recalled", detail, actor=actor, seat=seat, at=now, state_changed=True)
    return held.item


def _may_take_back(session: Session, actor: Actor, held: Held, now: datetime) -> None:
    refusal = permissions.why_not_recall(session, actor, held.item, held.exclusions, now=now)
    if refusal is None:
        return
    if refusal.code == TOO_LATE:
        number = (held.dossier.before or {}).get("number", 0)
        since = permissions.happened_since(session, held.dossier, number)
        who, at = (since.who, since.at) if since else (None, None)
        raise Conflict(refusal, who=who, at=at, dossier_code=held.dossier.code)
    if refusal == permissions.standing(held.dossier):
        raise Refused(refusal)
    raise NotAllowed(refusal)


def _opened_since(session: Session, held: Held, before: snapshots.Snapshot) -> set[str]:
    """The engine's tasks that the step opened. Raises Refused unless going back is exact, to the byte of the state."""
    dossier, state = held.dossier, snapshots.state_in(before)
    definition = definition_of(session, dossier)
    try:
        then = {task.id for task in engine.open_tasks(definition, state)}
        today = {task.id for task in engine.open_tasks(definition, dossier.state)}
    except StateError:
        raise Refused(_INEXACT) from None
    vouched = _vouched_for(session, dossier, before["number"]) == sha256(state).hexdigest()
    if not vouched or then - today != {held.item.task}:
        raise Refused(_INEXACT)
    return today - then


def _vouched_for(session: Session, dossier: Dossier, number: int) -> str | None:
    """What the chain of events says of the state before the step."""
    earlier = select(Event.state_sha256).where(
        Event.stream == dossier_stream(dossier.id), Event.number < number, Event.state_sha256.is_not(None)
    )
    return session.scalar(earlier.order_by(Event.number.desc()).limit(1))


def _said(session: Session, dossier: Dossier, number: int) -> Mapping[str, Any]:
    fields = session.scalars(
        select(EventDetail.fields).where(EventDetail.stream == dossier_stream(dossier.id), EventDetail.number == number)
    ).one()
    return {name: field.get("value") for name, field in fields.items()}


def _form(session: Session, held: Held) -> Form | None:
    form = definition_of(session, held.dossier).forms.get(held.item.form or "")
    if form and any((one.stores or "").startswith("register.") for one in form.fields):
        raise Refused(_REGISTERED)
    return form


def _withdraw(session: Session, dossier: Dossier, tasks: Collection[str], actor: Actor, now: datetime) -> list[str]:
    """Close what the step opened, as if it had never been; nobody has touched it. Returns the elements."""
    items = session.execute(
        select(WorkItem.id, WorkItem.element).where(WorkItem.dossier_id == dossier.id, WorkItem.task.in_(tasks))
    ).all()
    ids = [item.id for item in items]
    session.execute(update(WorkItem).where(WorkItem.id.in_(ids)).values(closed_at=now))
    _undo_rolls(session, dossier, tasks)
    held_up = update(Incident).where(Incident.work_item_id.in_(ids), Incident.resolved_at.is_(None))
    resolved = session.connection().execute(held_up.values(resolved_at=now, resolved_by_id=actor.id)).rowcount
    dossier.incidents_open -= resolved
    return list(dict.fromkeys(item.element for item in items))


def _undo_rolls(session: Session, dossier: Dossier, tasks: Collection[str]) -> None:
    """No vote is open on these tasks; a sitting that votes on nothing any more was never called."""
    rolls = (RollEntry.dossier_id == dossier.id, RollEntry.task.in_(tasks))
    sittings = session.scalars(select(RollEntry.session_id).where(*rolls).distinct()).all()
    session.execute(delete(RollEntry).where(*rolls))
    left = select(RollEntry.id).where(RollEntry.session_id == CouncilSession.id).exists()
    session.execute(delete(CouncilSession).where(CouncilSession.id.in_(sittings), ~left))


def _put_back(
    session: Session, held: Held, form: Form | None, said: Mapping[str, Any], before: snapshots.Snapshot
) -> None:
    dossier = held.dossier
    snapshots.put_back(dossier, before)
    stores.put_back(session, dossier, form, said.get("stored") or {})
    if said.get("accepted_on"):
        dossier.accepted_on = dossier.law_edition_id = None
    session.execute(
        delete(Exclusion).where(Exclusion.dossier_id == dossier.id, Exclusion.event_number == before["number"])
    )


def _open_again(session: Session, actor: Actor, item: WorkItem, now: datetime) -> None:
    item.closed_at = item.closed_by_id = item.outcome = None
    item.assignee_id, item.claimed_at = actor.id, now
    answered = select(Answer.data).where(Answer.work_item_id == item.id).order_by(Answer.id.desc()).limit(1)
    drafts.keep(session, item.id, actor.id, session.scalar(answered) or {}, now=now)

"""The one door from an Outcome into the tables."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from service import events, permissions
from service.actors import Actor, Seat
from service.commands import incidents, moving, opening, separating, snapshots
from service.models import Dossier, Exclusion, WorkItem
from workflows import feel
from workflows.definition import Definition
from workflows.outcome import Outcome

_CLOSE = (
    update(WorkItem)
    .where(WorkItem.task.in_(bindparam("tasks", expanding=True)), WorkItem.closed_at.is_(None))
    .values(closed_at=bindparam("now"))
    .execution_options(synchronize_session=False)
)


def record_step(
    session: Session,
    dossier: Dossier,
    definition: Definition,
    outcome: Outcome,
    *,
    kind: str,
    detail: Mapping[str, Any],
    actor: Actor | None,
    seat: Seat | None,
    now: datetime,
    item: WorkItem | None = None,
    exclusions: Collection[Exclusion] | None = None,
    assignee_id: UUID | None = None,
    sitting_id: UUID | None = None,
) -> list[UUID]:
    """Store what one step did: state, stage, clock, work items, roll, exclusions, incidents and the event.

    Returns the ids of the work items it opened.

    The dossier and the item are locked, `dossier.award_kind` and `dossier.nominee` are loaded, `outcome` has no
    problems. `item` is the one the actor completed (for a panel: the last voter's; the rest of the panel's items are
    closed here). `exclusions` are all those of the dossier (asked for when not given). `assignee_id` takes what opens;
    `sitting_id` is the council's sitting that a panel opened by this step votes in.
    """
    excluded = list(permissions.exclusions_of(session, dossier.id) if exclusions is None else exclusions)
    parting = separating.exclusions_by(
        session, dossier, definition, outcome, item=item, actor=actor, seat=seat, known=excluded
    )
    before = snapshots.taken(dossier, item, actor)
    dossier.state, dossier.wake_at = outcome.state, outcome.wake_at
    _close(session, outcome, item, actor, now)
    opened = opening.open_items(session, dossier, definition, outcome, now=now, assignee_id=assignee_id)
    clock = moving.move(dossier, definition, outcome, item, now)
    troubles = _troubles(session, dossier, item, actor, now)
    raised = opening.incidents_of(session, dossier, definition, opened, [*excluded, *parting], now)
    if raised:
        dossier.incidents_open += len(raised)
    told = {**detail, **_told(outcome), **clock, **troubles, "incidents": [one["element"] for one in raised]}
    number = events.note(session, dossier, kind, told, actor=actor, seat=seat, at=now, state_changed=True)
    dossier.before = {**before, "number": number} if before and outcome.end is None else None
    separating.write(session, parting, number)
    opening.write(session, opened, raised, outcome, dossier.id, sitting_id)
    return [row["id"] for row in opened]


def _close(session: Session, outcome: Outcome, item: WorkItem | None, actor: Actor | None, now: datetime) -> None:
    """The completed item is the actor's; whatever else the step closed was withdrawn, and nobody completed it."""
    own = None
    if item is not None:
        own = None if item.panel else item.task
        item.closed_at = item.closed_at or now
        item.closed_by_id = item.closed_by_id or (actor.id if actor else None)
    others = [task.id for task in outcome.closed if task.id != own]
    if others:
        session.connection().execute(_CLOSE, {"tasks": others, "now": now})


def _troubles(
    session: Session, dossier: Dossier, item: WorkItem | None, actor: Actor | None, now: datetime
) -> dict[str, int]:
    """How many incidents the step left behind, for the event; nothing on the usual step."""
    resolved = incidents.resolve(session, dossier, item, actor, now)
    return {"incidents_resolved": resolved} if resolved else {}


def _told(outcome: Outcome) -> dict[str, Any]:
    """What happened, for the history, the path on the diagram and the view as of a day."""
    return {
        "walked": list(outcome.walked),
        "decisions": [
            {"element": d.element, "flows": list(d.flows), "reads": {n: feel.plain(v) for n, v in d.reads.items()}}
            for d in outcome.decisions
        ],
        "values": {element: dict(values) for element, values in outcome.values.items()},
        "opened": [task.element for task in outcome.opened],
        "closed": [task.element for task in outcome.closed],
        "end": outcome.end,
    }

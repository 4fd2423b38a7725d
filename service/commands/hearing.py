"""Who is told of an event, and as what: one thing each, the most personal one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from service import permissions
from service.actors import Actor
from service.models import Dossier, Exclusion, WorkItem

Told = tuple[UUID, str, Mapping[str, Any]]
"""A person, the kind of notice, and the values of its sentence."""
_ACTS = frozenset(
    "task_completed vote_completed voting_opened voting_closed dossier_withdrawn dossier_suspended dossier_resumed "
    "task_reassigned recalled".split()
)
"""What a delegator is told of when somebody does it in their place."""


@dataclass(frozen=True, slots=True)
class Happening:
    """An event with what it says; `who` is the actor's name, empty for the clock."""

    number: int
    kind: str
    at: datetime
    actor_id: UUID | None
    acting_for_id: UUID | None
    who: str
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Scene:
    """The dossier as it stands now: its open items, whom they wait for, and who follows it."""

    dossier: Dossier
    items: Sequence[WorkItem]
    holders: Mapping[tuple[str, UUID], Sequence[Actor]]
    exclusions: Sequence[Exclusion]
    followers: frozenset[UUID]
    titles: Mapping[str, str]
    """What the diagram calls its elements."""


def hearers(event: Happening, scene: Scene) -> dict[UUID, tuple[str, Mapping[str, Any]]]:
    """Whom the event concerns, each with a kind of notice and its values; never who did it themselves."""
    told: dict[UUID, tuple[str, Mapping[str, Any]]] = {}
    for person, kind, values in _concerned(event, scene):
        if person != event.actor_id:
            told.setdefault(person, (kind, values))
    return told


def concerned_items(events: Sequence[Happening], items: Sequence[WorkItem]) -> list[WorkItem]:
    """The free items whose whole group is told by one of the events."""
    tasks = {event.said.get("task") for event in events if event.kind in ("task_reminded", "task_overdue")}
    free = [item for item in items if item.assignee_id is None and not item.panel]
    return [item for item in free if item.task in tasks or any(_opened_by(event, item) for event in events)]


def _concerned(event: Happening, scene: Scene) -> Iterator[Told]:
    """The more personal comes first."""
    if event.acting_for_id is not None and event.kind in _ACTS:
        yield event.acting_for_id, "acted_for", {"who": event.who, "task": str(event.said.get("title") or "")}
    yield from _KINDS.get(event.kind, _moved)(event, scene)


def _moved(event: Happening, scene: Scene) -> Iterator[Told]:
    """A step: those it opened a task for, then whose dossier it is, then who follows it."""
    supplement = event.said.get("clock") == "stopped"
    for item in scene.items:
        if _opened_by(event, item):
            own = supplement and item.scope_id == scene.dossier.unit_id
            kind = "ballot" if item.panel else "returned" if own else "task_opened"
            yield from ((person, kind, _of(item)) for person in _doers(item, scene))
    opened = [scene.titles.get(element, element) for element in event.said.get("opened") or ()]
    if end := event.said.get("end"):
        kind, values = ("ended", {"end": scene.titles.get(end, end)}) if end in scene.titles else ("withdrawn", {})
        yield from _everybody(scene, kind, values)
    elif supplement:
        yield from _everybody(scene, "returned", {"task": ", ".join(opened)})
    elif event.said.get("incidents"):
        yield from _everybody(scene, "held_up", {})
    elif opened:
        yield from ((person, "moved", {"task": ", ".join(opened)}) for person in scene.followers)


def _reassigned(event: Happening, scene: Scene) -> Iterator[Told]:
    before, after = event.said.get("assignee") or (None, None)
    values = {"who": event.who, "task": event.said.get("title")}
    item = next((item for item in scene.items if item.task == event.said.get("task")), None)
    if after:
        yield UUID(after), "task_assigned", {**values, "item": str(item.id) if item else None}
    if before:
        yield UUID(before), "task_taken", values


def _reminded(event: Happening, scene: Scene) -> Iterator[Told]:
    member = event.said.get("member")
    values = {"task": event.said.get("title"), "due_on": event.said.get("due_on")}
    for item in scene.items:
        if item.task == event.said.get("task") and member in (None, str(item.assignee_id)):
            yield from ((person, event.kind, {**values, "item": str(item.id)}) for person in _doers(item, scene))


def _said(event: Happening, scene: Scene) -> Iterator[Told]:
    """A comment, a question or an answer: whom it is for, whom it names, then who follows."""
    values = {"who": event.who, "comment": event.said.get("comment")}
    meant = {"asked": event.said.get("asked"), "answered": event.said.get("asker")}.get(event.kind)
    if meant:
        yield UUID(meant), event.kind, values
    yield from ((UUID(person), "mentioned", values) for person in event.said.get("mentions") or ())
    yield from ((person, "commented", values) for person in scene.followers)


def _troubled(event: Happening, scene: Scene) -> Iterator[Told]:
    """Who has the task that could not be done, then whose dossier it is."""
    for item in scene.items:
        if item.element == event.said.get("element") and item.assignee_id and not item.panel:
            yield item.assignee_id, "held_up", _of(item)
    yield from _everybody(scene, "held_up", {})


def _stood(kind: str) -> Callable[[Happening, Scene], Iterator[Told]]:
    """What concerns the dossier as a whole: who has a task on it, whose it is, who follows it."""

    def told(event: Happening, scene: Scene) -> Iterator[Told]:
        values = {"who": event.who, "task": event.said.get("title") or ""}
        yield from ((item.assignee_id, kind, values) for item in scene.items if item.assignee_id)
        yield from _everybody(scene, kind, values)

    return told


def _nobody(event: Happening, scene: Scene) -> Iterator[Told]:  # noqa: ARG001 - one of many
    return iter(())


_KINDS: Mapping[str, Callable[[Happening, Scene], Iterator[Told]]] = {
    "task_reassigned": _reassigned,
    "task_reminded": _reminded,
    "task_overdue": _reminded,
    "commented": _said,
    "asked": _said,
    "answered": _said,
    "incident_raised": _troubled,
    "dossier_suspended": _stood("suspended"),
    "dossier_resumed": _stood("resumed"),
    "recalled": _stood("recalled"),
    # Who took a task or voted is nobody's news, and papers are seen when the task is done.
    **dict.fromkeys(("task_claimed", "task_released", "ballot_cast", "document_attached", "document_removed"), _nobody),
}


def _opened_by(event: Happening, item: WorkItem) -> bool:
    """A task that somebody has taken meanwhile is no longer news."""
    fresh = item.opened_at == event.at and item.element in (event.said.get("opened") or ())
    return fresh and event.kind != "recalled" and item.claimed_at is None


def _doers(item: WorkItem, scene: Scene) -> Iterator[UUID]:
    """Whose the item is, else everybody who may take it."""
    if item.assignee_id is not None:
        yield item.assignee_id
    elif item.role is not None and item.scope_id is not None:
        people = scene.holders.get((item.role, item.scope_id), ())
        yield from (one.id for one in people if permissions.why_not(one, item, scene.exclusions) is None)


def _everybody(scene: Scene, kind: str, values: Mapping[str, Any]) -> Iterator[Told]:
    """Whoever began the dossier, and whoever follows it."""
    yield from ((person, kind, values) for person in (scene.dossier.created_by_id, *scene.followers))


def _of(item: WorkItem) -> dict[str, str]:
    return {"task": item.title, "item": str(item.id)}

"""Telling people, and other systems, what has happened on a dossier since they were last told."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from service import permissions, rows
from service.clock import local_date
from service.commands.hearing import Happening, Scene, concerned_items, hearers
from service.commands.hindrances import clear, hinder
from service.commands.tell_systems import tell_systems
from service.events import dossier_stream
from service.ids import new_id
from service.models import Dossier, Event, EventDetail, Following, Notice, Person, WorkItem
from service.permissions.recalling import SILENT
from service.processes import definition_of
from workflows.errors import Problem

_AT_ONCE = 200
"""Events of one transaction; a longer past is told in several."""
_EVENTS = (
    select(Event, EventDetail.fields, Person.name)
    .join(EventDetail, (EventDetail.stream == Event.stream) & (EventDetail.number == Event.number))
    .outerjoin(Person, Person.id == Event.actor_id)
    .where(Event.stream == bindparam("stream"), Event.number > bindparam("told"))
    .order_by(Event.number)
    .limit(_AT_ONCE)
)
_OPEN = select(WorkItem).where(WorkItem.dossier_id == bindparam("dossier"), WorkItem.closed_at.is_(None))


def tell_people(session: Session, dossier_id: UUID, *, now: datetime, failure: Problem | None = None) -> int:
    """Write a notice for everybody whom the untold events of a dossier concern, and say how many.

    Nobody is told of their own act, of the same event twice, or of a dossier they may not know of. What told of a task
    that is done by now needs no reading any more. What has no event left to tell, or is no more, is left alone. However
    many people there are, the statements are as many. `failure`, what an earlier try died of, becomes an incident until
    a later try succeeds.
    """
    dossier = session.scalar(select(Dossier).where(Dossier.id == dossier_id).with_for_update())
    if dossier is None or dossier.told >= dossier.events:
        return 0
    session.expunge(dossier)
    rows.hold(session, dossier)
    if failure:
        hinder(session, dossier, failure, now)
        return 0
    found = session.execute(_EVENTS, {"stream": dossier_stream(dossier.id), "told": dossier.told}).all()
    happened = [_happening(event, fields, name) for event, fields, name in found]
    dossier.told = happened[-1].number if happened else dossier.events
    scene = _scene(session, dossier, happened, now)
    if any(event.kind not in SILENT for event in happened):
        _settle(session, scene, now)
    notices = _notices(session, scene, happened, now)
    _write(session, notices)
    tell_systems(session, dossier, [event for event, _, _ in found], now=now)
    clear(session, dossier, permissions.UNTOLD, now)
    return len(notices)


def _happening(event: Event, fields: Mapping[str, Any], who: str | None) -> Happening:
    said = {name: field.get("value") for name, field in fields.items()}
    return Happening(event.number, event.kind, event.at, event.actor_id, event.acting_for_id, who or "", said)


def _notices(session: Session, scene: Scene, happened: Sequence[Happening], now: datetime) -> list[dict[str, Any]]:
    dossier = scene.dossier
    told = [(event, hearers(event, scene)) for event in happened]
    everybody = {person for _, people in told for person in people}
    actors = permissions.actors_among(session, everybody, today=local_date(now))
    knowing = permissions.onlookers(session, dossier, actors)
    mailed = _mailed(session, knowing)
    ids = {event.number: sorted(new_id(event.at) for _ in people) for event, people in told}
    return [
        {
            "id": ids[event.number].pop(0),
            "person_id": person,
            "dossier_id": dossier.id,
            "kind": kind,
            "key": f"{dossier_stream(dossier.id)}/{event.number}",
            "data": dict(values),
            "at": event.at,
            "mail_due": person in mailed,
        }
        for event, people in told
        for person, (kind, values) in people.items()
        if person in knowing
    ]


def _scene(session: Session, dossier: Dossier, happened: Sequence[Happening], now: datetime) -> Scene:
    items = session.scalars(_OPEN, {"dossier": dossier.id}).all()
    for item in items:
        set_committed_value(item, "dossier", dossier)
    waiting = concerned_items(happened, items)
    pairs = sorted({(item.role, item.scope_id) for item in waiting if item.role and item.scope_id})
    held: dict[tuple[str, UUID], list[Any]] = {}
    for person in permissions.holders_of(session, pairs, today=local_date(now)):
        for pair in {(seat.role, seat.scope_id) for seat in person.seats}:
            held.setdefault(pair, []).append(person)
    following = select(Following.person_id).where(Following.dossier_id == dossier.id).order_by(Following.id)
    return Scene(
        dossier=dossier,
        items=items,
        holders=held,
        exclusions=permissions.exclusions_of(session, dossier.id) if waiting else (),
        followers=frozenset(session.scalars(following)),
        titles={node.id: node.name or node.id for node in definition_of(session, dossier).graph.nodes.values()},
    )


def _settle(session: Session, scene: Scene, now: datetime) -> None:
    """Of what told of tasks of the dossier, only what told of open ones goes on waiting to be read or mailed."""
    item = Notice.data["item"].as_string()
    done = update(Notice).where(
        Notice.dossier_id == scene.dossier.id,
        Notice.read_at.is_(None),
        item.is_not(None),
        item.not_in([str(one.id) for one in scene.items]),
    )
    session.connection().execute(done.values(read_at=now, mail_due=False))


def _mailed(session: Session, people: set[UUID]) -> set[UUID]:
    """Those who have an address and want to hear by mail."""
    if not people:
        return set()
    wanting = select(Person.id).where(Person.id.in_(people), Person.email.is_not(None), Person.mail != "none")
    return set(session.scalars(wanting))


def _write(session: Session, notices: Sequence[Mapping[str, Any]]) -> None:
    if notices:
        dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        session.connection().execute(dialect.insert(Notice).on_conflict_do_nothing(), list(notices))

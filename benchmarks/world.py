"""A small province for measuring: one unit, its people, a council of any size, and the reference process."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from service import db, permissions, rows
from service.actors import Actor
from service.commands.cast_ballots import cast_ballots
from service.commands.complete_task import complete_task
from service.commands.open_dossier import open_dossier
from service.ids import new_id
from service.migrations import upgrade
from service.models import (
    AwardKind,
    Cluster,
    ClusterMembership,
    Council,
    CouncilMembership,
    Person,
    Province,
    RoleGrant,
    Unit,
    WorkItem,
)
from service.processes import publish
from service.queries.inbox import Filter, inbox_page
from service.text import name_order

HERE = Path(__file__).parent
MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
LARGEST_COUNCIL = 200
TEXT = (
    "The candidate has led the open measurements group for six years, published widely and trained "
    "many young colleagues; the unit finds the work outstanding in depth, breadth and usefulness. "
)
ROLES = {
    "propose": ("unit_clerk", "unit"),
    "unit_approve": ("unit_head", "unit"),
    "cluster_review": ("cluster_head", "cluster"),
    "sign": ("competent_authority", "province"),
}
_seconds = count()


@dataclass(frozen=True)
class World:
    """The database with everybody who acts on a dossier of the reference process, by task."""

    database: Engine
    unit_id: UUID
    actors: Mapping[str, Actor]
    members: tuple[Actor, ...]


def build(url: str) -> World:
    """Fill a new database at `url`."""
    upgrade(url)
    database = db.connect(url)
    places = {"unit": new_id(), "cluster": new_id(), "province": new_id()}
    people = {task: new_id() for task in ROLES}
    members = [new_id() for _ in range(LARGEST_COUNCIL)]
    with db.transaction(database) as session:
        _places(session, places)
        _people(session, [*people.values(), *members])
        grants = [(people[task], role, scope, places[scope]) for task, (role, scope) in ROLES.items()]
        _grants(session, [*grants, *((m, "council_member", "province", places["province"]) for m in members)])
        _council(session, members)
        session.add(_award())
        files = {"reference.bpmn": (HERE / "reference.bpmn").read_bytes()}
        files |= {form.name: form.read_bytes() for form in sorted((HERE / "forms").glob("*.json"))}
        publish(session, "dossier_reference", files, actor=None, now=MORNING)
    with db.reading(database) as session:
        actors = {task: _actor(session, person) for task, person in people.items()}
        return World(database, places["unit"], actors, tuple(_actor(session, member) for member in members))


def seat_council(world: World, size: int) -> None:
    """Let the first `size` members make up the council; the others are ended."""
    with db.transaction(world.database) as session:
        seats = CouncilMembership.__table__
        session.execute(update(seats).values(ended_at=None))
        session.execute(update(seats).where(CouncilMembership.position > size).values(ended_at=MORNING))


def tick() -> datetime:
    """A moment later than every moment before."""
    return MORNING + timedelta(seconds=next(_seconds))


def begin(world: World, number: int = 1) -> UUID:
    """Open one dossier and answer with its id."""
    with db.transaction(world.database) as session:
        return open_dossier(
            session,
            world.actors["propose"],
            award_kind="MEDAL",
            unit_id=world.unit_id,
            nominee_kind="individual",
            nominee_name=f"Candidate {number}",
            now=tick(),
        ).id


def items_of(world: World, dossier_id: UUID) -> list[WorkItem]:
    """The open items of a dossier."""
    with db.reading(world.database) as session:
        mine = select(WorkItem).where(WorkItem.dossier_id == dossier_id, WorkItem.closed_at.is_(None))
        return list(session.scalars(mine.order_by(WorkItem.id)))


def look(world: World, actor: Actor, wanted: Filter) -> int:
    """One page of the inbox."""
    with db.reading(world.database) as session:
        return len(inbox_page(session, actor, wanted, today=TODAY).rows)


def step(world: World, task: str, item_id: UUID, answers: Mapping[str, Any]) -> None:
    """Complete one task, in one transaction."""
    with db.transaction(world.database) as session:
        done = complete_task(session, world.actors[task], item_id, answers, now=tick())
        assert done.incident is None, done.incident and done.incident.message


def vote(world: World, member: Actor, item_id: UUID, choice: str) -> None:
    """Cast one ballot, in one transaction."""
    with db.transaction(world.database) as session:
        [cast] = cast_ballots(session, member, {item_id: choice}, now=tick())
        assert cast.ok, cast.reason


def answers(task: str, number: int, review: str) -> dict[str, Any]:
    """What is submitted with each step: the same texts as in the naive build."""
    return {
        "propose": {
            "award": "Medal",
            "candidate": f"Candidate {number}",
            "unit_name": f"Unit {number % 37}",
            "justification": TEXT * 8,
            "amount": 1000 + number % 500,
        },
        "unit_approve": {"unit_opinion": "support", "unit_note": TEXT},
        "cluster_review": {"outcome": review, "review_note": TEXT},
        "sign": {"signed_by": "dean", "signature": "x" * 88},
    }[task]


def _places(session: Session, places: Mapping[str, UUID]) -> None:
    rows.add(session, Province, [{"id": places["province"], "code": "P", "name": "Province"}])
    unit = {"id": places["unit"], "code": "U", "name": "Unit", "kind": "department", "valid_from": TODAY}
    rows.add(session, Unit, [{**unit, "valid_to": None, "successor_id": None}])
    rows.add(session, Cluster, [{"id": places["cluster"], "code": "C", "name": "Cluster", "kind": "khoi"}])
    rows.add(session, ClusterMembership, [_dated(cluster_id=places["cluster"], unit_id=places["unit"])])


def _people(session: Session, ids: list[UUID]) -> None:
    names = [f"Person {number}" for number in range(len(ids))]
    rows.add(
        session,
        Person,
        [
            {
                "id": person,
                "username": f"p{number}",
                "name": name,
                "name_order": name_order(name),
                "position": "",
                "created_at": MORNING,
            }
            for number, (person, name) in enumerate(zip(ids, names, strict=True))
        ],
    )


def _grants(session: Session, grants: list[tuple[UUID, str, str, UUID]]) -> None:
    rows.add(
        session,
        RoleGrant,
        [_dated(person_id=p, role=role, scope=scope, scope_id=where, basis="") for p, role, scope, where in grants],
    )


def _council(session: Session, members: list[UUID]) -> None:
    council = new_id()
    rows.add(session, Council, [{"id": council, "code": "HD", "name": "Council"}])
    rows.add(
        session,
        CouncilMembership,
        [
            _dated(council_id=council, person_id=member, seat="member", position=place)
            for place, member in enumerate(members, 1)
        ],
    )


def _award() -> AwardKind:
    return AwardKind(
        code="MEDAL",
        name="Medal",
        name_en="Medal",
        decided_by="province",
        nominee_kinds=["individual"],
        threshold=Decimal("0.66"),
        quorum=Decimal("0.66"),
        vote="open",
        documents=[],
        days={},
        supplement_days=5,
        remind_days=1,
        process_key="dossier_reference",
        position=1,
        valid_from=TODAY,
        legal_basis="-",
        verified=False,
    )


def _dated(**row: Any) -> dict[str, Any]:
    return {"id": new_id(), **row, "valid_from": TODAY, "valid_to": None, "recorded_at": MORNING}


def _actor(session: Session, person_id: UUID) -> Actor:
    actor = permissions.actor_of(session, person_id, today=TODAY)
    assert actor is not None
    return actor

"""A small province for the service's tests: its people by name, a published process, and dossiers walked to a task."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from service import permissions, processes
from service.actors import Actor
from service.clock import local_date
from service.commands.complete_task import Completed, complete_task
from service.commands.locking import find_item
from service.commands.open_dossier import open_dossier
from service.commands.open_voting import open_voting
from service.commands.tally import conclude, standings
from service.db import reading, transaction
from service.ids import new_id
from service.models import (
    AwardKind,
    AwardRound,
    Ballot,
    Base,
    Campaign,
    Choice,
    Cluster,
    ClusterMembership,
    Council,
    CouncilMembership,
    Delegation,
    Dossier,
    LawEdition,
    Person,
    Province,
    Role,
    RoleGrant,
    RollEntry,
    Scope,
    Unit,
    WorkItem,
)
from usual_answers import DOERS, TASKS, USUAL

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
SINCE = date(2025, 7, 1)
DAYS = dict.fromkeys([*TASKS, "supplement_approval"], 5) | {"intake": 2, "appraisal": 15}

PEOPLE: Mapping[str, tuple[str, str, str]] = {  # username: unit, role, where
    "lan": ("SGD", "unit_clerk", "SGD"),
    "hung": ("SGD", "unit_head", "SGD"),
    "mai": ("SYT", "unit_clerk", "SYT"),
    "son": ("SYT", "unit_head", "SYT"),
    "minh": ("SYT", "cluster_head", "K2"),
    "hoa": ("SGD", "cluster_head", "K2"),
    "intake": ("BTD", "intake_clerk", "HV"),
    "thu": ("BTD", "appraiser", "HV"),
    "binh": ("BTD", "appraiser", "HV"),
    "lead": ("BTD", "agency_lead", "HV"),
    "secretary": ("BTD", "council_secretary", "HV"),
    "chair": ("VP", "competent_authority", "HV"),
    "records": ("VP", "records_clerk", "HV"),
    "inspector": ("VP", "inspector", "HV"),
    "auditor": ("VP", "auditor", "HV"),
    "admin": ("VP", "sys_admin", "HV"),
    "publisher": ("VP", "publisher", "HV"),
    "stranger": ("VP", "", ""),
    "vice": ("VP", "", ""),  # signs in the chair's place
}


@dataclass
class World:
    """A database with everybody in it."""

    database: Engine
    places: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    members: list[str] = field(default_factory=list)

    def who(self, name: str, now: datetime = NOON) -> Actor:
        """The person as they act now."""
        with reading(self.database) as session:
            actor = permissions.actor_of(session, self.people[name], today=local_date(now))
        assert actor is not None
        return actor

    def dossier(self, dossier_id: UUID) -> Dossier:
        """The dossier as it stands in the tables."""
        with reading(self.database) as session:
            return session.get_one(Dossier, dossier_id)

    def item(self, dossier_id: UUID, element: str | None = None) -> WorkItem:
        """The dossier's open item (of this task, when there are several)."""
        return self.items(dossier_id, element)[0]

    def items(self, dossier_id: UUID, element: str | None = None) -> list[WorkItem]:
        """The dossier's open items, the oldest first."""
        query = select(WorkItem).where(WorkItem.dossier_id == dossier_id, WorkItem.closed_at.is_(None))
        query = query.where(WorkItem.element == element) if element else query
        with reading(self.database) as session:
            return list(session.scalars(query.order_by(WorkItem.opened_at, WorkItem.id)))

    def all(self, table: type[Base]) -> list[Any]:
        """Every row of a table."""
        with reading(self.database) as session:
            return list(session.scalars(select(table)))


def build_world(database: Engine, *, members: int = 9) -> World:
    """Fill an empty database with a province, its people and the packaged process."""
    world = World(database, members=[f"m{seat}" for seat in range(1, members + 1)])
    with transaction(database) as session:
        _places(session, world)
        _people(session, world)
        _catalogue(session)
        processes.upgrade_from_files(session, NOON)
    return world


def propose(
    world: World, clerk: str = "lan", *, name: str = "Nguyễn Thị Hạnh", now: datetime = NOON, **how: Any
) -> UUID:
    """A dossier of the clerk's unit, with its proposal still open."""
    actor = world.who(clerk, now)
    award = how.pop("award_kind", "BK_TINH")
    kind = how.pop("nominee_kind", "individual")
    with transaction(world.database) as session:
        dossier = open_dossier(
            session,
            actor,
            award_kind=award,
            unit_id=how.pop("unit_id", actor.unit_id),
            nominee_kind=kind,
            nominee_name=name,
            now=now,
            **how,
        )
    return dossier.id


def act(
    world: World, name: str, dossier_id: UUID, answers: Mapping[str, Any] | None = None, *, now: datetime = NOON
) -> Completed:
    """The person completes the dossier's open task, with the usual answers unless others are given."""
    item = world.item(dossier_id)
    actor = world.who(name, now)
    if item.element == "council_opening" and answers is None:
        return _open_vote(world, actor, item, now)
    raw = USUAL[item.element] if answers is None else answers
    with transaction(world.database) as session:
        return complete_task(session, actor, item.id, raw, now=now)


def _open_vote(world: World, actor: Actor, item: WorkItem, now: datetime) -> Completed:
    with transaction(world.database) as session:
        open_voting(session, actor, [item.id], local_date(now), now=now)
    return Completed(world.dossier(item.dossier_id), item)


def walk(world: World, until: str, dossier_id: UUID | None = None, *, now: datetime = NOON) -> UUID:
    """A dossier that stands at a task of the straight path."""
    dossier_id = dossier_id or propose(world, now=now)
    for element in TASKS[TASKS.index(world.item(dossier_id).element) : TASKS.index(until)]:
        if element == "council_ballot":
            vote(world, dossier_id, now=now)
        else:
            act(world, DOERS[element], dossier_id, now=now)
    return dossier_id


def vote(world: World, dossier_id: UUID, *, no: int = 0, now: datetime = NOON) -> None:
    """Every member votes, so many of them no, and the vote is concluded."""
    items = world.items(dossier_id, "council_ballot")
    with transaction(world.database) as session:
        task = items[0].task
        for place, item in enumerate(items):
            session.get_one(WorkItem, item.id).closed_at = now
            session.add(Ballot(task=task, choice="no" if place < no else "yes"))
            roll = select(RollEntry).where(RollEntry.task == task, RollEntry.person_id == item.assignee_id)
            session.scalars(roll).one().voted_on = local_date(now)
        session.flush()
        held = find_item(session, items[-1].id)
        actor = permissions.actor_of(session, items[-1].assignee_id, today=local_date(now))
        conclude(
            session,
            held.dossier,
            (task, "council_ballot"),
            standings(session, [task])[task],
            kind="vote_completed",
            detail={},
            actor=actor,
            seat=None,
            item=held.item,
            exclusions=held.exclusions,
            now=now,
        )


def _places(session: Session, world: World) -> None:
    session.add(Province(id=_place(world, "HV"), code="HV", name="Tỉnh Hòa Vân"))
    units = {"SGD": "Sở Giáo dục và Đào tạo", "SYT": "Sở Y tế", "BTD": "Ban Thi đua - Khen thưởng", "VP": "Văn phòng"}
    for code, name in units.items():
        session.add(Unit(id=_place(world, code), code=code, name=name, kind="department", valid_from=SINCE))
    session.add(Cluster(id=_place(world, "K2"), code="K2", name="Khối Văn xã", kind="khoi"))
    session.flush()
    for code in ("SGD", "SYT"):
        session.add(ClusterMembership(cluster_id=world.places["K2"], unit_id=world.places[code], **_dated()))


def _people(session: Session, world: World) -> None:
    members = {name: ("VP", "council_member", "HV") for name in world.members}
    everybody = {**PEOPLE, **members}
    world.people |= {name: new_id() for name in everybody}
    session.execute(insert(Person), [_person(world, name, unit) for name, (unit, _, _) in everybody.items()])
    grants = [_grant(world, name, role, where) for name, (_, role, where) in everybody.items() if role]
    session.execute(insert(RoleGrant), grants)
    who = {"delegator_id": world.people["chair"], "delegate_id": world.people["vice"]}
    what = {"role": Role.COMPETENT_AUTHORITY, "scope": Scope.PROVINCE, "scope_id": world.places["HV"]}
    session.add(Delegation(**who, **what, form="KT", basis="Quyết định phân công công tác", **_dated()))
    council = Council(id=new_id(), code="HD", name="Hội đồng Thi đua - Khen thưởng")
    session.add(council)
    session.flush()
    rows = [
        {"council_id": council.id, "person_id": world.people[m], "seat": "member", "position": place, **_dated()}
        for place, m in enumerate(world.members)
    ]
    session.execute(insert(CouncilMembership), rows)


def _catalogue(session: Session) -> None:
    session.add(_award("BK_TINH", "Bằng khen của Chủ tịch UBND tỉnh", Decimal("0.7"), "open"))
    session.add(_award("CSTDT", "Chiến sĩ thi đua cấp tỉnh", Decimal("0.9"), "secret"))
    session.add(_award("HH_TINH", "Huy hiệu", None, "none", process_key=None))
    session.add(Campaign(code="xanh", name="Trường học xanh", valid_from=SINCE))
    session.add(AwardRound(code="2026_11", name="Đợt 11/2026", intake_from=SINCE, intake_to=date(2026, 11, 30)))
    session.add(Choice(list="ethnicity", code="tay", name="Tày", name_en="Tày", position=1))
    session.add(LawEdition(code="OLD", name="Luật 2022", valid_from=date(2024, 1, 1), valid_to=date(2026, 9, 30)))
    session.add(LawEdition(code="NEW", name="Luật 2026", valid_from=date(2026, 10, 1)))
    session.flush()


def _award(code: str, name: str, threshold: Decimal | None, how: str, process_key: str | None = "award") -> AwardKind:
    return AwardKind(
        code=code,
        name=name,
        name_en=name,
        decided_by="competent_authority",
        nominee_kinds=["individual", "collective"],
        threshold=threshold,
        quorum=Decimal("0.6666"),
        vote=how,
        documents=[],
        days=DAYS,
        supplement_days=10,
        remind_days=1,
        process_key=process_key,
        position=1,
        valid_from=SINCE,
        legal_basis="Luật Thi đua, khen thưởng 2022",
        verified=False,
    )


def _place(world: World, code: str) -> UUID:
    return world.places.setdefault(code, new_id())


def _person(world: World, name: str, unit: str) -> dict[str, Any]:
    return {
        "id": world.people[name],
        "username": name,
        "name": name.title(),
        "name_order": name,
        "position": "",
        "unit_id": world.places[unit],
        "created_at": NOON,
    }


def _grant(world: World, name: str, role: str, where: str) -> dict[str, Any]:
    scope = {"HV": Scope.PROVINCE, "K2": Scope.CLUSTER}.get(where, Scope.UNIT)
    return {
        "id": new_id(),
        "person_id": world.people[name],
        "role": role,
        "scope": scope,
        "scope_id": world.places[where],
        **_dated(),
    }


def _dated() -> dict[str, Any]:
    return {"valid_from": SINCE, "recorded_at": NOON}

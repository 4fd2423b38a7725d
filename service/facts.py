"""What expressions may know of a dossier besides its answers: read from the tables when asked for, never stored."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Select, bindparam, exists, inspect, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from service.clock import local_date
from service.models import Cluster, CouncilMembership, Dossier, Nominee, Person, Unit
from workflows.calendar import Calendar

_TABLES: Mapping[str, tuple[str, ...]] = {
    "award": ("code", "name", "threshold", "quorum", "supplement_days", "remind_days", "days"),
    "nominee": (
        "kind",
        "position_group",
        "gender",
        "ethnicity",
        "small_collective",
        "disadvantaged_area",
        "size",
    ),
    "unit": ("code", "name"),
    "cluster": ("code", "name"),
    "dossier": ("code", "method", "returns", "period_from", "period_to"),
    "council": ("members",),
}
KNOWN = frozenset((table, column) for table, columns in _TABLES.items() for column in columns) | {("calendar",)}
"""Every path an expression may read; what lies below `award.days` is named after tasks."""

_DAY: BindParameter[date] = bindparam("today")


def _sitting(column: InstrumentedAttribute[UUID]) -> Select[UUID]:
    """A column of the memberships that hold on the day, of people who are still here."""
    return (
        select(column)
        .join(Person, Person.id == CouncilMembership.person_id)
        .where(
            CouncilMembership.valid_from <= _DAY,
            CouncilMembership.valid_to.is_(None) | (CouncilMembership.valid_to >= _DAY),
            CouncilMembership.ended_at.is_(None),
            Person.left_at.is_(None),
        )
    )


_COUNCIL = _sitting(CouncilMembership.council_id).order_by(CouncilMembership.council_id).limit(1)
_MEMBERS = (
    _sitting(CouncilMembership.person_id)
    .where(
        CouncilMembership.council_id == _COUNCIL.scalar_subquery(),
        ~exists().where(Nominee.id == bindparam("nominee"), Nominee.person_id == CouncilMembership.person_id),
    )
    .order_by(CouncilMembership.position, CouncilMembership.id)
)


def facts_of(session: Session, dossier: Dossier, *, now: datetime) -> Mapping[str, Any]:
    """The facts of a dossier whose award kind is loaded; each table is read only when it is looked at."""
    return _Facts(session, dossier, now)


def voting_council(session: Session, *, today: date) -> UUID | None:
    """The council that votes, whose members are `council.members`: the oldest on which anybody sits."""
    return session.scalar(_COUNCIL, {"today": today})


@cache
def calendar() -> Calendar:
    """The province's working calendar."""
    return Calendar.load((Path(__file__).parent / "data" / "calendar.yaml").read_bytes())


class _Facts(Mapping[str, Any]):
    """Names to values, found on demand and then kept."""

    def __init__(self, session: Session, dossier: Dossier, now: datetime) -> None:
        self._known: dict[str, Any] = {}
        self._sources: Mapping[str, Callable[[], Any]] = {
            "award": lambda: _columns("award", dossier.award_kind),
            "nominee": lambda: _columns("nominee", _nominee(session, dossier)),
            "unit": lambda: _columns("unit", session.get(Unit, dossier.unit_id)),
            "cluster": lambda: _columns("cluster", _cluster(session, dossier.cluster_id)),
            "dossier": lambda: _columns("dossier", dossier),
            "council": lambda: {"members": _members(session, dossier, now)},
            "calendar": calendar,
            "now": lambda: now,
        }

    def __getitem__(self, name: str) -> Any:
        if name not in self._known:
            self._known[name] = self._sources[name]()
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)

    def __contains__(self, name: object) -> bool:
        return name in self._sources


def _columns(table: str, row: Any) -> dict[str, Any] | None:
    return None if row is None else {column: getattr(row, column) for column in _TABLES[table]}


def _cluster(session: Session, cluster_id: UUID | None) -> Cluster | None:
    return session.get(Cluster, cluster_id) if cluster_id else None


def _nominee(session: Session, dossier: Dossier) -> Nominee:
    """The nominee, asked for only when a command did not bring it along."""
    asked = "nominee" in inspect(dossier).unloaded
    return session.get_one(Nominee, dossier.nominee_id) if asked else dossier.nominee


def _members(session: Session, dossier: Dossier, now: datetime) -> list[str]:
    """Who sits on the council today; nobody votes on their own award."""
    today = {"today": local_date(now), "nominee": dossier.nominee_id}
    return [str(person) for person in session.scalars(_MEMBERS, today)]

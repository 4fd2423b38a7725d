"""A million open tasks in a minute: written by the database itself, from one dossier as a pattern."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from benchmarks import world
from benchmarks.world import World
from service.models import Base, Dossier, Nominee, WorkItem

_NUMBERS = {
    "sqlite": "with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < :wanted)",
    "postgresql": "with numbers as (select n from generate_series(1, :wanted) as n)",
}
_ID = {"sqlite": "printf('%032x', n)", "postgresql": "cast(lpad(to_hex(n), 32, '0') as uuid)"}
_LOOSE = {
    "sqlite": ("pragma foreign_keys=off", "pragma synchronous=off"),
    "postgresql": ("set session_replication_role=replica", "set statement_timeout=0", "set synchronous_commit=off"),
}
_STRICT = {
    "sqlite": ("pragma foreign_keys=on", "pragma synchronous=full", "analyze"),
    "postgresql": ("reset session_replication_role", "vacuum analyze", "reset all"),
}
_PLACE = re.compile(r":([a-z]+)")
_TASK = {
    "element": "'unit_approve'",
    "title": "'Unit approval'",
    "role": "'unit_head'",
    "form": "null",
    "assignee_id": "null",
    "claimed_at": "null",
    "closed_at": "null",
}


def fill(place: World, wanted: int) -> None:
    """Let so many free tasks wait for the unit's head, each on a dossier of its own."""
    [like] = world.items_of(place, world.begin(place))
    kind = place.database.dialect.name
    found = {"item": _bound(kind, like.id), "dossier": _bound(kind, like.dossier_id), "wanted": wanted}
    raw = place.database.raw_connection()
    connection: Any = raw.driver_connection  # settings of a session are refused within a transaction
    connection.commit()
    if kind == "postgresql":
        connection.autocommit = True
    for statement in (*_LOOSE[kind], *_statements(kind), *_STRICT[kind]):
        connection.execute(_PLACE.sub(r"%(\1)s", statement) if kind == "postgresql" else statement, found)
    raw.invalidate()


def _statements(kind: str) -> Iterator[str]:
    yield "update work_item set closed_at = opened_at"
    own = {"id": _ID[kind]}
    nominee = "id = (select nominee_id from dossier where id = :dossier)"
    yield _copies(kind, Nominee, own, nominee)
    changed = {"code": "'B' || n", "nominee_id": _ID[kind], "submission_id": "null"}  # no letter carries a million
    yield _copies(kind, Dossier, {**own, **changed}, "id = :dossier")
    yield _copies(kind, WorkItem, {**own, **_TASK, "dossier_id": _ID[kind], "task": "'t' || n"}, "id = :item")


def _copies(kind: str, table: type[Base], changed: Mapping[str, str], pattern: str) -> str:
    names = [column.name for column in table.__table__.columns]
    quoted = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(changed.get(name, f'pattern."{name}"') for name in names)
    source = f"numbers, (select * from {table.__tablename__} where {pattern}) as pattern"
    insert, numbers = f"insert into {table.__tablename__} ({quoted})", _NUMBERS[kind]
    if kind == "sqlite":
        return f"{insert} {numbers} select {values} from {source}"
    return f"{numbers} {insert} select {values} from {source}"


def _bound(kind: str, row_id: UUID) -> Any:
    return row_id.hex if kind == "sqlite" else row_id

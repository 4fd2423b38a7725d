"""Scenes in which anybody holds, lends and is barred from anything, set on one dossier and struck again."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import Engine, insert
from sqlalchemy.orm import Session

from factories import NOON, SINCE, World, propose
from service.clock import local_date
from service.ids import new_id
from service.models import Delegation, Dossier, Exclusion, Person, RoleGrant, Status, WorkItem

TODAY = local_date(NOON)
PEOPLE = ("an", "bich", "cuong", "dung")
ROLES = ("appraiser", "agency_lead")
RUNNING = ("sys_admin", "publisher")
PLACES = ("HV", "SGD")


def mostly(value, *others):
    """The value half of the time, else one of the others."""
    return st.sampled_from([value] * len(others) + list(others))


people = st.sampled_from(PEOPLE)
roles = mostly(*ROLES)
places = mostly(*PLACES, PLACES[0])
days = mostly((SINCE, None), (TODAY, TODAY), (TODAY + timedelta(1), None), (SINCE, date(2026, 6, 1)))
ended = mostly(None, None, None, NOON)
granted = mostly(*ROLES, *ROLES, *RUNNING)
grants = st.lists(st.tuples(people, granted, places, days, ended), min_size=2, max_size=6)
delegations = st.lists(
    st.tuples(st.permutations(PEOPLE).map(lambda p: p[:2]), roles, places, days, ended), min_size=1, max_size=4
)
exclusions = st.lists(
    st.tuples(people, st.sampled_from([None, "review", "other"]), st.sampled_from(["nominee", "did:x"])), max_size=3
)
items = st.lists(
    st.fixed_dictionaries(
        {
            "role": mostly(*ROLES, *ROLES, RUNNING[0], None),
            "scope": places,
            "barred": mostly(None, "SGD", "SYT"),
            "assignee": mostly(None, *PEOPLE),
            "panel": mostly(False, False, True),
            "closed": mostly(None, None, None, NOON),
        }
    ),
    min_size=3,
    max_size=6,
)
living = st.tuples(*[mostly(None, None, None, NOON)] * len(PEOPLE))
homes = st.tuples(*[st.sampled_from(["SGD", "SYT", None])] * len(PEOPLE))
statuses = mostly("running", "running", "suspended")
scenes = (grants, delegations, exclusions, items, living, homes, statuses)
"""What a scene is made of, in the order in which `Stage.scene` takes it."""


class Stage:
    """A database in which one scene after another is set and struck."""

    def __init__(self, database: Engine, world: World) -> None:
        self.database = database
        self.places = world.places
        self.people = {name: new_id() for name in PEOPLE}
        self.dossier_id = propose(world)

    def scene(self, *how: Any) -> Any:
        """Set a scene in a transaction that is never committed."""
        return _Scene(self, how)


class _Scene:
    def __init__(self, stage: Stage, how: Any) -> None:
        self.stage, self.how = stage, how

    def __enter__(self) -> Session:
        self.session = Session(self.stage.database, autoflush=False)
        granted, delegated, excluded, waiting, left, home, status = self.how
        self._people(left, home)
        self._seats(granted, delegated)
        self._work(excluded, waiting, status)
        return self.session

    def __exit__(self, *_: object) -> None:
        self.session.rollback()
        self.session.close()

    def _add(self, table: Any, rows: list[dict[str, Any]]) -> None:
        if rows:
            self.session.execute(insert(table), rows)

    def _people(self, left: Any, home: Any) -> None:
        places = self.stage.places
        rows = [
            {"id": self.stage.people[n], "username": n, "name": n, "name_order": n, "position": "", "created_at": NOON}
            | {"left_at": gone, "unit_id": places.get(unit) if unit else None}
            for n, gone, unit in zip(PEOPLE, left, home, strict=True)
        ]
        self._add(Person, rows)

    def _seats(self, granted: Any, delegated: Any) -> None:
        people, places = self.stage.people, self.stage.places
        self._add(
            RoleGrant,
            [
                {"person_id": people[n], "role": r, "scope": "unit", "scope_id": places[p], **_dated(d, e)}
                for n, r, p, d, e in granted
            ],
        )
        self._add(
            Delegation,
            [
                {"delegator_id": people[a], "delegate_id": people[b], "role": r, "scope": "unit"}
                | {"scope_id": places[p], "form": "KT", "basis": "x", **_dated(d, e)}
                for (a, b), r, p, d, e in delegated
            ],
        )

    def _work(self, excluded: Any, waiting: Any, status: str) -> None:
        people, places, dossier = self.stage.people, self.stage.places, self.stage.dossier_id
        self.session.get_one(Dossier, dossier).status = Status(status)
        self.session.flush()
        self._add(
            Exclusion,
            [
                {"dossier_id": dossier, "person_id": people[n], "element": e, "reason": r, "event_number": 1}
                for n, e, r in excluded
            ],
        )
        rows = [
            {
                "dossier_id": dossier,
                "task": new_id().hex,
                "element": "review",
                "title": "Review",
                "role": one["role"],
                "scope_id": places[one["scope"]],
                "barred_unit_id": places[one["barred"]] if one["barred"] else None,
                "assignee_id": people[one["assignee"]] if one["assignee"] else None,
                "panel": one["panel"] and one["assignee"] is not None,
                "due_on": TODAY,
                "opened_at": NOON,
                "closed_at": one["closed"],
            }
            for one in waiting
        ]
        self._add(WorkItem, rows)


def _dated(days: tuple[date, date | None], ended: Any) -> dict[str, Any]:
    return {"valid_from": days[0], "valid_to": days[1], "recorded_at": NOON, "ended_at": ended}

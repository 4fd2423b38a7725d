"""The guard, the inbox and the explanation are one rule read three ways: they never disagree."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from factories import World
from service.models import WorkItem
from service.permissions import (
    actor_of,
    assigned,
    audiences,
    exclusions_of,
    holders,
    seat_for,
    shape_of,
    values_of,
    why_not,
)
from stages import PEOPLE, TODAY, Stage, scenes


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(*scenes)
def test_guard_inbox_and_explanation_agree(stage, granted, delegated, excluded, waiting, left, home, status):
    with stage.scene(granted, delegated, excluded, waiting, left, home, status) as session:
        found = session.scalars(select(WorkItem).join(WorkItem.dossier).options(contains_eager(WorkItem.dossier))).all()
        barred = exclusions_of(session, stage.dossier_id)
        for name in PEOPLE:
            actor = actor_of(session, stage.people[name], today=TODAY)
            allowed = {item.id for item in found if actor and why_not(actor, item, barred) is None}
            assert _in_inbox(session, actor) == allowed
            for item in found:
                explained = _explained(session, item, barred)
                assert item.panel or (stage.people[name] in explained) == (item.id in allowed)
                if item.id in allowed and not item.panel:
                    assert seat_for(actor, item, barred).role == item.role


def _in_inbox(session: Session, actor: Any) -> set[UUID]:
    if actor is None:
        return set()
    shape, values = shape_of(actor), values_of(actor)
    walks = [select(WorkItem.id).where(condition) for condition in (*audiences(shape), assigned(shape))]
    listed = [item for walk in walks for item in session.scalars(walk, values)]
    assert len(listed) == len(set(listed)), "no item stands twice in an inbox"
    return set(listed)


def _explained(session: Session, item: WorkItem, barred: Any) -> set[UUID]:
    if item.role is None:
        return set()
    people = holders(session, item.role, item.scope_id, today=TODAY)
    return {person.id for person in people if why_not(person, item, barred) is None}


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(world.database, world)

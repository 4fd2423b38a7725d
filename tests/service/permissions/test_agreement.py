"""The guard, the inbox and the explanation are one rule read three ways: they never disagree."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from factories import NOON, World, walk
from people_acts import grant, grant_of
from service.commands.revoke_grant import revoke_grant
from service.db import reading, transaction
from service.models import Dossier, WorkItem
from service.permissions import (
    actor_of,
    assigned,
    audiences,
    can_see,
    exclusions_of,
    holders,
    seat_for,
    shape_of,
    values_of,
    why_not,
)
from service.queries.explain import explain
from service.queries.inbox import Filter, count_inbox, inbox_page
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
            assert not (allowed and actor.only_runs_the_house), "to them no dossier exists"
            for item in found:
                explained = _explained(session, item, barred)
                assert item.panel or (stage.people[name] in explained) == (item.id in allowed)
                if item.id in allowed and not item.panel:
                    assert seat_for(actor, item, barred).role == item.role


@pytest.mark.parametrize("running", ["sys_admin", "publisher"])
def test_who_has_come_to_run_the_house_casts_no_ballot_as_they_see_no_dossier(world, running):
    dossier_id = walk(world, "council_ballot")
    _comes_to(world, "m1", running)

    with reading(world.database) as session:
        found = select(WorkItem).join(WorkItem.dossier).options(contains_eager(WorkItem.dossier))
        mine = session.scalars(found.where(WorkItem.assignee_id == world.people["m1"])).one()
        barred, actor = exclusions_of(session, dossier_id), world.who("m1")

        assert why_not(actor, mine, barred).code == "running_the_house"
        assert _in_inbox(session, actor) == set()
        assert [one.reason.code for one in explain(session, mine, barred, doer=None, today=TODAY).barred] == [
            "running_the_house"
        ]
        assert not can_see(session, actor, session.get_one(Dossier, dossier_id))


@pytest.mark.parametrize("running", ["sys_admin", "publisher"])
def test_who_has_come_to_run_the_house_no_longer_finds_what_they_did(world, running):
    walk(world, "appraisal")
    done = [_done(world, "intake")]
    _comes_to(world, "intake", running)
    done.append(_done(world, "intake"))

    assert done == [(1, 1), (0, 0)]


def _done(world: World, name: str) -> tuple[int, int]:
    """How many done items the inbox lists, and counts."""
    with reading(world.database) as session:
        actor = world.who(name)
        listed = inbox_page(session, actor, Filter.DONE, today=TODAY).rows
        return len(listed), count_inbox(session, actor, today=TODAY).done


def _comes_to(world: World, name: str, running: str) -> None:
    """The person gives up what they were for a role that runs the house."""
    with transaction(world.database) as session:
        revoke_grant(session, None, grant_of(world, name).id, reason="Chuyển công tác", now=NOON)
    grant(world, name, running)


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

"""Who acts in somebody's place never may more than they, and never what separation of duties keeps from either."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from factories import World
from service.models import WorkItem
from service.permissions import actor_of, exclusions_of, seat_for, why_not
from stages import PEOPLE, TODAY, Stage, days, ended, exclusions, homes, living, mostly, statuses

WHAT = ("appraiser", "HV")
HOLDERS, DEPUTIES = PEOPLE[:2], PEOPLE[2:]
held = st.lists(
    st.tuples(st.sampled_from(HOLDERS), st.just(WHAT[0]), st.just(WHAT[1]), days, ended), min_size=1, max_size=3
)
lending = st.lists(
    st.tuples(
        st.tuples(st.sampled_from(HOLDERS), st.sampled_from(DEPUTIES)), st.just(WHAT[0]), st.just(WHAT[1]), days, ended
    ),
    min_size=1,
    max_size=3,
)
tasks = st.lists(
    st.fixed_dictionaries(
        {
            "role": st.just(WHAT[0]),
            "scope": st.just(WHAT[1]),
            "barred": mostly(None, "SGD", "SYT"),
            "assignee": mostly(None, *PEOPLE),
            "panel": mostly(False, True),
            "closed": st.none(),
        }
    ),
    min_size=1,
    max_size=3,
)
lent = st.tuples(held, lending, exclusions, tasks, living, homes, statuses)
"""Scenes in which two people hold a role, and two others act for them, as far as anything still holds."""


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lent)
def test_a_delegate_may_only_what_they_whom_they_act_for_may(stage, scene):
    with stage.scene(*scene) as session:
        barred = exclusions_of(session, stage.dossier_id)
        people = [actor_of(session, person, today=TODAY) for person in stage.people.values()]
        for item, acting in _acts(session, filter(None, people), barred):
            if item.panel:
                assert item.assignee_id == acting.id, "a ballot is cast in person"
                continue
            assert _kept_apart(item, barred, acting) is None
            assert any(_could_do_it_alone(item, barred, person) for person in people if person)
            seat = seat_for(acting, item, barred)
            if seat.holder_id is not None:
                holder = actor_of(session, seat.holder_id, today=TODAY)
                assert holder is not None, "whoever has left lends nothing"
                assert _could_do_it_alone(item, barred, holder)


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(world.database, world)


def _acts(session, people, barred):
    """Everything that somebody may do."""
    found = session.scalars(select(WorkItem).join(WorkItem.dossier).options(contains_eager(WorkItem.dossier))).all()
    return [(item, person) for person in people for item in found if why_not(person, item, barred) is None]


def _could_do_it_alone(item, barred, person):
    """The person holds the role there themselves, and nothing keeps them from the item."""
    held = any((s.role, s.scope_id, s.holder_id) == (item.role, item.scope_id, None) for s in person.seats)
    return held and _kept_apart(item, barred, person) is None


def _kept_apart(item, barred, person):
    """Why separation of duties alone keeps a person from an item: their unit, or what they are excluded from."""
    if item.barred_unit_id is not None and item.barred_unit_id == person.unit_id:
        return "own unit"
    return next((e.reason for e in barred if e.person_id == person.id and e.element in (None, item.element)), None)

"""Who holds a role today."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from factories import NOON
from service.clock import local_date
from service.db import reading, transaction
from service.models import Delegation, Person, Role, RoleGrant
from service.permissions import actor_of, holders

TODAY = local_date(NOON)
YESTERDAY, TOMORROW = TODAY - timedelta(1), TODAY + timedelta(1)


def change(world, table, whose, **values):
    column = table.delegator_id if table is Delegation else table.person_id
    with transaction(world.database) as session:
        session.execute(update(table).where(column == world.people[whose]).values(**values))


def signers(world):
    with reading(world.database) as session:
        found = holders(session, Role.COMPETENT_AUTHORITY, world.places["HV"], today=TODAY)
    return {actor.username for actor in found}


def test_a_role_is_held_oneself_or_in_anothers_place(world):
    assert signers(world) == {"chair", "vice"}


def test_a_delegated_seat_says_in_whose_place(world):
    seat = world.who("vice").seats[0]

    assert (seat.holder_id, seat.holder_name, seat.form) == (world.people["chair"], "Chair", "KT")


@pytest.mark.parametrize(
    "values",
    [{"ended_at": NOON}, {"valid_to": YESTERDAY}, {"valid_from": TOMORROW}],
    ids=["ended", "over", "not begun"],
)
def test_a_grant_that_does_not_hold_today_gives_nothing_to_the_delegate_either(world, values):
    change(world, RoleGrant, "chair", **values)

    assert signers(world) == set()


@pytest.mark.parametrize("values", [{"ended_at": NOON}, {"valid_to": YESTERDAY}, {"valid_from": TOMORROW}])
def test_a_delegation_that_does_not_hold_today_gives_nothing(world, values):
    change(world, Delegation, "chair", **values)

    assert signers(world) == {"chair"}


@pytest.mark.parametrize("values", [{"valid_to": TODAY}, {"valid_from": TODAY}, {"valid_to": date(2030, 1, 1)}])
def test_the_first_and_the_last_day_count(world, values):
    change(world, RoleGrant, "chair", **values)

    assert signers(world) == {"chair", "vice"}


def test_who_has_left_holds_nothing_and_nobody_acts_for_them(world):
    with transaction(world.database) as session:
        session.execute(update(Person).where(Person.id == world.people["chair"]).values(left_at=NOON))

    assert signers(world) == set()
    with reading(world.database) as session:
        assert actor_of(session, world.people["chair"], today=TODAY) is None


def test_a_person_without_any_role_is_somebody_still(world):
    assert world.who("stranger").seats == ()


def test_an_own_seat_comes_before_a_delegated_one(world):
    with transaction(world.database) as session:
        values = {"role": Role.COMPETENT_AUTHORITY, "scope": "province", "scope_id": world.places["HV"]}
        person = world.people["vice"]
        session.add(RoleGrant(person_id=person, **values, valid_from=TODAY, recorded_at=NOON))

    assert [seat.holder_id for seat in world.who("vice").seats] == [None, world.people["chair"]]

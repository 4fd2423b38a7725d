"""Nobody gets by delegation what they could not be granted."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import select

from factories import NOON, World
from service.commands.delegate import delegate
from service.commands.grant_role import grant_role
from service.db import reading, transaction
from service.errors import Refused
from service.models import RoleGrant

TODAY, YEAR_END = date(2026, 11, 23), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("by", "to"),
    [("chair", "auditor"), ("chair", "thu"), ("hung", "lan"), ("lead", "admin"), ("secretary", "m1")],
)
def test_a_role_is_not_delegated_to_whom_it_could_not_be_granted(world: World, by: str, to: str) -> None:
    with pytest.raises(Refused) as refused:
        hand_on(world, by, to)

    assert refused.value.reason.code == "roles_apart"


@pytest.mark.parametrize("by", ["admin", "auditor", "inspector", "publisher"])
def test_who_watches_or_runs_the_house_has_no_deputy(world: World, by: str) -> None:
    with pytest.raises(Refused) as refused:
        hand_on(world, by, "stranger")

    assert refused.value.reason.code == "never_delegated"


def test_what_was_delegated_before_counts_for_a_delegation(world: World) -> None:
    hand_on(world, "thu", "stranger")

    with pytest.raises(Refused):
        hand_on(world, "chair", "stranger")


def test_what_was_delegated_before_counts_for_a_grant(world: World) -> None:
    with transaction(world.database) as session, pytest.raises(Refused) as refused:
        grant_role(session, None, world.people["vice"], "appraiser", world.places["HV"], now=NOON)

    assert refused.value.reason.values["held"] == "competent_authority"


def test_a_council_member_may_sign_for_the_chair(world: World) -> None:
    hand_on(world, "chair", "m1", form="KT")

    assert world.who("m1").roles == {"council_member", "competent_authority"}


def test_two_who_delegate_to_each_other_do_not_wait_in_a_ring(world: World) -> None:
    together = Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        there = pool.submit(hand_on, world, "thu", "binh", together=together)
        back = pool.submit(hand_on, world, "binh", "thu", together=together)

    assert there.exception() is None
    assert back.exception() is None


def hand_on(world: World, by: str, to: str, *, form: str = "TL", together: Barrier | None = None) -> None:
    actor, grant_id = world.who(by), grant_of(world, by)
    if together:
        together.wait(20)
    with transaction(world.database) as session:
        delegate(
            session,
            actor,
            grant_id,
            world.people[to],
            form=form,
            basis="Giấy ủy quyền số 3",
            valid_from=TODAY,
            valid_to=YEAR_END,
            now=NOON,
        )


def grant_of(world: World, name: str) -> UUID:
    with reading(world.database) as session:
        return session.scalars(select(RoleGrant.id).where(RoleGrant.person_id == world.people[name])).one()

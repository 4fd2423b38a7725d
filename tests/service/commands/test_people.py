"""Entering people and letting them act: by whom, in what, for how long, and never rewritten."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from factories import NOON, World
from service.commands.add_person import add_person
from service.commands.delegate import delegate
from service.commands.grant_role import grant_role
from service.commands.revoke_grant import revoke_grant
from service.db import reading, transaction
from service.errors import Conflict, NotAllowed, Refused
from service.models import Event, RoleGrant

TODAY, YEAR_END = date(2026, 11, 23), date(2026, 12, 31)


def test_an_administrator_enters_a_person_who_cannot_sign_in_yet(world: World) -> None:
    with transaction(world.database) as session:
        person = add_person(session, world.who("admin"), "Kien", " Lương  Văn Kiên ", now=NOON)

    assert (person.username, person.name, person.password_hash) == ("kien", "Lương Văn Kiên", None)
    assert person.name_order.startswith("kien")
    assert kinds(world, f"person/{person.id}") == ["person_added"]


@pytest.mark.parametrize("username", ["", "a", "-x", "có dấu", "a b", "x" * 81, "lan"])
def test_a_user_name_that_is_malformed_or_taken_is_refused(world: World, username: str) -> None:
    with transaction(world.database) as session, pytest.raises(Refused):
        add_person(session, None, username, "Lương Văn Kiên", now=NOON)


def test_nobody_but_an_administrator_enters_people(world: World) -> None:
    with transaction(world.database) as session, pytest.raises(NotAllowed):
        add_person(session, world.who("lead"), "kien", "Lương Văn Kiên", now=NOON)


def test_a_granted_role_can_be_acted_in_at_once(world: World) -> None:
    with transaction(world.database) as session:
        grant_role(session, world.who("admin"), world.people["stranger"], "appraiser", world.places["HV"], now=NOON)

    assert world.who("stranger").holds("appraiser", world.places["HV"])


def test_a_role_for_a_time_ends_by_itself(world: World) -> None:
    with transaction(world.database) as session:
        grant(session, world, "stranger", "appraiser", valid_to=YEAR_END)

    assert world.who("stranger", NOON + timedelta(days=38)).holds("appraiser")
    assert not world.who("stranger", NOON + timedelta(days=39)).holds("appraiser")


def test_administrators_do_not_grant_roles_to_themselves(world: World) -> None:
    with transaction(world.database) as session, pytest.raises(NotAllowed):
        grant_role(session, world.who("admin"), world.people["admin"], "publisher", world.places["HV"], now=NOON)


def test_administrators_make_no_administrators(world: World) -> None:
    with transaction(world.database) as session, pytest.raises(Refused) as refused:
        grant_role(session, world.who("admin"), world.people["stranger"], "sys_admin", world.places["HV"], now=NOON)

    assert refused.value.reason.code == "operators"
    with transaction(world.database) as session:
        grant(session, world, "stranger", "sys_admin")
    assert world.who("stranger").holds("sys_admin")


@pytest.mark.parametrize("days", [0, 29])
def test_whoever_lately_ran_the_house_is_given_no_say_in_dossiers_by_those_who_run_it(world: World, days: int) -> None:
    later, place, stranger = NOON + timedelta(days=days), world.places["HV"], world.people["stranger"]
    with transaction(world.database) as session:
        grant(session, world, "stranger", "sys_admin")
    with transaction(world.database) as session:
        revoke_grant(session, world.who("admin"), grant_of(world, "stranger"), reason="Thôi quản trị", now=NOON)

    with transaction(world.database) as session, pytest.raises(Refused) as granted:
        grant_role(session, world.who("admin"), stranger, "agency_lead", place, now=later)
    with transaction(world.database) as session, pytest.raises(Refused) as lent:
        hand_on(session, world, "lead", "stranger", now=later, valid_from=TODAY + timedelta(days=days))

    assert [one.value.reason.code for one in (granted, lent)] == ["lately_administrator"] * 2
    with transaction(world.database) as session:
        grant_role(session, world.who("admin"), stranger, "auditor", place, valid_to=TODAY, now=NOON)
    with transaction(world.database) as session:
        over = NOON + timedelta(days=31)
        grant_role(session, world.who("admin"), stranger, "agency_lead", place, now=over)


@pytest.mark.parametrize(
    ("person", "role"),
    [
        ("admin", "appraiser"),
        ("auditor", "agency_lead"),
        ("thu", "competent_authority"),
        ("thu", "auditor"),
        ("secretary", "council_member"),
        ("publisher", "sys_admin"),
    ],
)
def test_roles_that_would_check_themselves_are_kept_apart(world: World, person: str, role: str) -> None:
    with transaction(world.database) as session, pytest.raises(Refused) as refused:
        grant(session, world, person, role)

    assert refused.value.reason.code == "roles_apart"


@pytest.mark.parametrize(("role", "place"), [("unit_clerk", "HV"), ("appraiser", "SGD"), ("cluster_head", "SGD")])
def test_a_role_holds_in_its_own_kind_of_place(world: World, role: str, place: str) -> None:
    with transaction(world.database) as session, pytest.raises(Refused):
        grant_role(session, None, world.people["stranger"], role, world.places[place], now=NOON)


def test_a_role_nobody_knows_is_refused(world: World) -> None:
    with transaction(world.database) as session, pytest.raises(Refused):
        grant(session, world, "stranger", "king")


def test_a_revoked_role_stays_in_the_books_and_gives_nothing_any_more(world: World) -> None:
    later = NOON + timedelta(hours=1)
    with transaction(world.database) as session:
        revoke_grant(session, world.who("admin"), grant_of(world, "thu"), reason="Chuyển công tác", now=later)

    assert not world.who("thu", later).roles
    row = next(row for row in world.all(RoleGrant) if row.person_id == world.people["thu"])
    assert (row.ended_at, row.ended_by_id) == (later, world.people["admin"])


def test_a_role_is_taken_back_once(world: World) -> None:
    with transaction(world.database) as session:
        revoke_grant(session, None, grant_of(world, "thu"), reason="", now=NOON)

    with transaction(world.database) as session, pytest.raises(Conflict):
        revoke_grant(session, None, grant_of(world, "thu"), reason="", now=NOON)


def test_the_holder_delegates_a_role_for_a_time(world: World) -> None:
    with transaction(world.database) as session:
        hand_on(session, world, "lead", "stranger")

    seat = world.who("stranger").seat("agency_lead")
    assert seat is not None
    assert (seat.holder_id, seat.form) == (world.people["lead"], "TUQ")
    assert not world.who("stranger", NOON + timedelta(days=39)).roles


def test_what_was_delegated_cannot_be_passed_on(world: World) -> None:
    with transaction(world.database) as session:
        delegate_grant = grant_of(world, "chair")
        with pytest.raises(NotAllowed):
            hand_on(session, world, "vice", "stranger", grant_id=delegate_grant)


def test_a_delegation_ends_with_the_role_it_was_made_under(world: World) -> None:
    with transaction(world.database) as session:
        hand_on(session, world, "lead", "stranger")
    with transaction(world.database) as session:
        revoke_grant(session, None, grant_of(world, "lead"), reason="", now=NOON)

    assert not world.who("stranger").roles


@pytest.mark.parametrize(
    "wrong",
    [{"form": "XX"}, {"basis": "  "}, {"valid_to": date(2026, 1, 1)}, {"to": "lead"}],
)
def test_a_delegation_without_form_basis_time_or_delegate_is_refused(world: World, wrong: dict[str, object]) -> None:
    how = dict(wrong)
    to = str(how.pop("to", "stranger"))
    with transaction(world.database) as session, pytest.raises(Refused):
        hand_on(session, world, "lead", to, **how)


def grant(session, world: World, name: str, role: str, **how) -> None:  # type: ignore[no-untyped-def]
    grant_role(session, None, world.people[name], role, world.places["HV"], now=NOON, **how)


def hand_on(session, world: World, by: str, to: str, **how) -> None:  # type: ignore[no-untyped-def]
    what = {"form": "TUQ", "basis": "Giấy ủy quyền số 3", "valid_from": TODAY, "valid_to": YEAR_END} | how
    grant_id = what.pop("grant_id", None) or grant_of(world, by)
    delegate(session, world.who(by), grant_id, world.people[to], **{"now": NOON, **what})


def grant_of(world: World, name: str) -> UUID:
    with reading(world.database) as session:
        held = select(RoleGrant.id).where(RoleGrant.person_id == world.people[name])
        return session.scalars(held).one()


def kinds(world: World, stream: str) -> list[str]:
    return [event.kind for event in world.all(Event) if event.stream == stream]

"""Nobody alone makes an account that decides: neither a puppet nor somebody else's, by any path, in any order."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from factories import NOON, walk
from people_acts import TODAY, YEAR_END, grant, grant_of, lend
from service.commands.add_person import add_person
from service.commands.change_person import change_person
from service.commands.deactivate_person import deactivate_person
from service.commands.entering import Entry
from service.commands.grant_role import grant_role
from service.commands.links import make_link, open_links
from service.commands.make_password_reset import make_password_reset
from service.commands.reactivate_person import reactivate_person
from service.commands.revoke_grant import revoke_grant
from service.commands.seat_member import seat_member
from service.commands.two_hands import end_handed_links
from service.db import reading, transaction
from service.errors import Refused
from service.imports import PEOPLE, columns_for
from service.models import CouncilMembership, RoleGrant
from service.permissions import DECIDING
from workflows.errors import InvalidAnswers

LATER = NOON + timedelta(days=400)


def enter(world, name="con.roi", *, by="admin"):
    """An administrator enters a person, perhaps with an address of their own."""
    with transaction(world.database) as session:
        person = add_person(session, world.who(by), name, "Người Mới", email="toi@example.vn", now=NOON)
    world.people[name] = person.id


def open_up(world, name, *, by="admin"):
    with transaction(world.database) as session:
        make_password_reset(session, world.who(by), world.people[name], key="k" * 40, now=NOON)


def readdress(world, name, *, by="admin"):
    with transaction(world.database) as session:
        entry = Entry(name, name.title(), unit_id=world.places["VP"], email="toi@example.vn")
        change_person(session, world.who(by), world.people[name], entry, now=NOON)


def empower(world, name, role="competent_authority", *, by="admin", now=NOON, **how):
    with transaction(world.database) as session:
        grant_role(session, world.who(by), world.people[name], role, world.places["HV"], now=now, **how)


def depart(world, name):
    with transaction(world.database) as session:
        deactivate_person(session, None, world.people[name], reason="Nghỉ hưu", now=NOON)


def come_back(world, name, *, by="admin"):
    with transaction(world.database) as session:
        reactivate_person(session, world.who(by), world.people[name], reason="Về lại", now=NOON)


def seat(world, name, *, by="admin"):
    said = {"person": str(world.people[name]), "seat": "member", "valid_from": TODAY.isoformat(), "basis": "QĐ 1"}
    with transaction(world.database) as session:
        seat_member(session, world.who(by), "HD", said, now=NOON)


@pytest.fixture
def two(world):
    """A second administrator."""
    grant(world, "stranger", "sys_admin")
    return world


def links_of(world, name):
    with reading(world.database) as session:
        return open_links(session, world.people[name], now=NOON)


def end_role(world, name, role):
    [held] = [one for one in world.all(RoleGrant) if one.person_id == world.people[name] and one.role == role]
    with transaction(world.database) as session:
        revoke_grant(session, None, held.id, reason="Chuyển công tác", now=NOON)


def end_seat(world, name):
    with transaction(world.database) as session:
        gone = update(CouncilMembership).where(CouncilMembership.person_id == world.people[name])
        session.execute(gone.values(ended_at=NOON))


def refused(act, *args, **how):
    with pytest.raises(Refused) as told:
        act(*args, **how)
    return told.value.reason.code


@pytest.mark.parametrize("role", sorted(DECIDING))
@pytest.mark.parametrize("days", [{}, {"valid_from": date(2020, 1, 1)}, {"valid_from": date(2030, 1, 1)}])
def test_who_entered_a_person_gives_them_no_role_that_decides_but_another_may(two, role, days):
    enter(two)

    assert refused(empower, two, "con.roi", role, **days) == "opened_by_you"
    assert refused(empower, two, "con.roi", role, now=LATER) == "opened_by_you"
    empower(two, "con.roi", role, by="stranger", **days)
    assert refused(open_up, two, "con.roi") == "decides"
    assert refused(open_up, two, "con.roi", by="stranger") == "decides"


@pytest.mark.parametrize("opening", [open_up, readdress])
def test_who_opened_an_account_gives_it_no_role_that_decides(two, opening):
    with transaction(two.database) as session:
        two.people["khach"] = add_person(session, None, "khach", "Khach", unit_id=two.places["VP"], now=NOON).id
    opening(two, "khach")

    assert refused(empower, two, "khach") == "opened_by_you"
    assert refused(lend, two, "chair", "khach", actor="admin") == "opened_by_you"
    with pytest.raises(InvalidAnswers) as told:
        seat(two, "khach")
    assert told.value.problems["person"].rule == "opened_by_you"
    empower(two, "khach", "records_clerk")


@pytest.mark.parametrize("name", ["chair", "lead", "m1", "vice"])
def test_no_administrator_opens_the_account_of_who_decides_or_acts_for_them(two, name):
    assert refused(open_up, two, name) == "decides"
    assert refused(readdress, two, name) == "decides"


def test_who_only_begins_to_decide_next_month_is_kept_already(two):
    empower(two, "minh", "agency_lead", by="stranger", valid_from=date(2026, 12, 24))

    assert refused(open_up, two, "minh") == "decides"


def test_who_gave_up_deciding_may_be_helped_again(two):
    with transaction(two.database) as session:
        revoke_grant(session, None, grant_of(two, "lead").id, reason="Chuyển công tác", now=NOON)

    open_up(two, "lead")


def test_nobody_brings_back_an_account_that_decides_and_opens_it(two):
    enter(two)
    empower(two, "con.roi", by="stranger")
    for name in ("chair", "con.roi"):
        depart(two, name)

    assert refused(readdress, two, "chair") == "decides"  # nor before it comes back
    assert refused(come_back, two, "con.roi") == "opened_by_you"
    come_back(two, "con.roi", by="stranger")
    come_back(two, "chair")
    assert refused(open_up, two, "chair") == "decides"


def test_a_spreadsheet_gives_no_role_that_decides(world):
    with reading(world.database) as session:
        [offered] = [one.choices for one in columns_for(session, PEOPLE) if one.name == "role"]

    assert not DECIDING & set(offered)
    assert "sys_admin" not in offered


def test_the_holder_lends_a_role_also_to_somebody_an_administrator_entered(two):
    enter(two)

    assert lend(two, "chair", "con.roi", days=(TODAY, YEAR_END)).form == "TUQ"
    assert refused(open_up, two, "con.roi") == "decides"


@pytest.mark.parametrize("deciding", [empower, lambda world, name, by: lend(world, "chair", name, actor=by)])
def test_a_link_handed_out_before_opens_nothing_once_its_person_decides(two, deciding):
    with transaction(two.database) as session:
        two.people["khach"] = add_person(session, None, "khach", "Khach", unit_id=two.places["VP"], now=NOON).id
    open_up(two, "khach", by="stranger")
    assert links_of(two, "khach") == 1
    empower(two, "khach", "records_clerk", valid_from=date(2030, 1, 1))
    assert links_of(two, "khach") == 1

    deciding(two, "khach", by="admin")

    assert links_of(two, "khach") == 0


def test_a_link_its_person_asked_for_stays_good(two):
    with transaction(two.database) as session:
        make_link(session, two.people["stranger"], key="k" * 40, made_by_id=None, lasts=timedelta(hours=1), now=NOON)
        end_handed_links(session, two.people["stranger"], "agency_lead", now=NOON)

    assert links_of(two, "stranger") == 1


@pytest.mark.parametrize("opening", [open_up, readdress])
def test_a_member_is_kept_as_long_as_a_seat_or_a_ballot_lasts_though_the_role_has_ended(two, opening):
    walk(two, "council_ballot")
    end_role(two, "m1", "council_member")
    assert refused(opening, two, "m1") == "decides"  # sits in the council

    end_seat(two, "m1")
    assert refused(opening, two, "m1") == "decides"  # is on the roll of an open vote


def test_who_has_neither_role_nor_seat_nor_ballot_may_be_helped_again(two):
    end_role(two, "m1", "council_member")
    end_seat(two, "m1")

    open_up(two, "m1")

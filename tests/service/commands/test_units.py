"""Units: entered, renamed, moved, closed; what is under way stays as it was."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from factories import NOON, act, propose, walk
from service.commands.add_unit import add_unit
from service.commands.change_unit import SHOWN, change_unit
from service.commands.claim_task import claim_task
from service.commands.close_unit import close_unit
from service.commands.place_unit import place_unit
from service.db import reading, transaction
from service.errors import Conflict, NotAllowed, NotFound, Refused
from service.models import Cluster, ClusterMembership, RoleGrant, Unit
from service.organisation import sight_of
from service.queries.changes import changes
from workflows.errors import InvalidAnswers

TODAY = date(2026, 11, 23)
BASIS = "Nghị quyết số 12/NQ-HĐND"
NEW = {"code": "xts", "kind": "commune", "name": "Xã  Tà Sùa", "valid_from": "01/12/2026", "basis": BASIS}
CLOSING = {"last_day": "30/11/2026", "successor": "SYT", "roles": "keep", "basis": BASIS}
AFTER = NOON + timedelta(days=8)


def asked(world, command, *given, who="admin", now=NOON, **more):
    """The person asks for it."""
    actor = world.who(who, now)
    with transaction(world.database) as session:
        return command(session, actor, *given, now=now, **more)


def unit(world, code):
    return next(one for one in world.all(Unit) if one.code == code)


def wrong(world, command, *given, **more):
    """The fields that are refused."""
    with pytest.raises(InvalidAnswers) as invalid:
        asked(world, command, *given, **more)
    return {name: problem.rule for name, problem in invalid.value.problems.items()}


def seats(world, code, now):
    """Who acts in the unit then, and as what."""
    names = {world.people[name]: name for name in world.people}
    where = unit(world, code).id
    actors = {names[one]: world.who(names[one], now) for one in {grant.person_id for grant in world.all(RoleGrant)}}
    return {(name, seat.role) for name, actor in actors.items() for seat in actor.seats if seat.scope_id == where}


def test_a_unit_is_entered_in_its_cluster_and_the_catalogue_says_so(world):
    added = asked(world, add_unit, {**NEW, "cluster": "K2"})

    with reading(world.database) as session:
        last = changes(session).lines[0]
    assert (added.code, unit(world, "XTS").name) == ("XTS", "Xã Tà Sùa")
    assert [one.valid_from for one in world.all(ClusterMembership) if one.unit_id == added.id] == [date(2026, 12, 1)]
    assert (last.kind, last.code, last.who, last.values["basis"]) == ("unit_added", "XTS", "Admin", BASIS)


def test_what_cannot_be_a_unit_is_refused_at_its_field(world):
    assert wrong(world, add_unit, {}) == dict.fromkeys(("code", "kind", "name", "valid_from", "basis"), "required")
    assert wrong(world, add_unit, {**NEW, "code": "SGD"}) == {"code": "taken"}
    assert wrong(world, add_unit, {**NEW, "code": "sgd"}) == {"code": "taken"}
    assert wrong(world, add_unit, {**NEW, "code": "../x", "kind": "empire"}) == {"code": "pattern", "kind": "enum"}
    assert wrong(world, add_unit, {**NEW, "cluster": "K9"}) == {"cluster": "choice"}
    assert wrong(world, add_unit, {**NEW, "valid_from": "31/02/2026"}) == {"valid_from": "format"}
    assert wrong(world, close_unit, "SGD", {**CLOSING, "successor": "SGD"}) == {"successor": "itself"}
    assert wrong(world, close_unit, "SGD", {**CLOSING, "roles": "hand_over", "successor": ""}) == {
        "successor": "required"
    }
    assert wrong(world, close_unit, "SGD", {**CLOSING, "successor": "VP", "roles": "hand_over"}) == {"roles": "nobody"}
    assert wrong(world, close_unit, "SGD", {**CLOSING, "last_day": "30/06/2025"}) == {"last_day": "before"}
    assert wrong(world, place_unit, "SGD", {"cluster": "K2", "valid_from": "01/12/2026", "basis": BASIS}) == {
        "cluster": "already"
    }
    assert len(world.all(Unit)) == 4


@pytest.mark.parametrize("who", ["lan", "hung", "lead", "inspector", "auditor", "publisher", "stranger"])
def test_only_an_administrator_changes_units(world, who):
    for command, given in ((add_unit, (NEW,)), (change_unit, ("SGD", {})), (close_unit, ("SGD", CLOSING))):
        with pytest.raises(NotAllowed):
            asked(world, command, *given, who=who)


def test_of_two_who_rename_a_unit_the_slower_is_told_who_was_faster(world):
    saw = sight_of(unit(world, "SGD"), SHOWN)
    asked(world, change_unit, "SGD", {"name": "Sở GD", "kind": "department", "basis": BASIS}, seen=saw)

    with pytest.raises(Conflict) as late:
        asked(world, change_unit, "SGD", {"name": "Sở Học", "kind": "office", "basis": BASIS}, seen=saw)

    with reading(world.database) as session:
        changed = changes(session).lines[0].changed
    assert (late.value.who, late.value.at) == ("Admin", NOON)
    assert unit(world, "SGD").name == "Sở GD"
    assert changed == {"name": ("Sở Giáo dục và Đào tạo", "Sở GD")}


def test_a_unit_nobody_knows_is_not_found(world):
    with pytest.raises(NotFound):
        asked(world, change_unit, "NONE", {"name": "Sở Học", "kind": "office", "basis": BASIS})


def test_a_unit_that_moves_takes_only_new_dossiers_along(world):
    with transaction(world.database) as session:
        session.add(Cluster(code="K7", name="Khối bảy", kind="khoi"))
    before = propose(world)

    asked(world, place_unit, "SGD", {"cluster": "K7", "valid_from": "01/12/2026", "basis": BASIS})
    meanwhile, after = propose(world, name="Lò Thị Páo"), propose(world, name="Vi Văn Sáng", now=AFTER)

    assert world.dossier(before).cluster_id == world.dossier(meanwhile).cluster_id == world.places["K2"]
    assert world.dossier(after).cluster_id not in (None, world.places["K2"])
    mine = [one for one in world.all(ClusterMembership) if one.unit_id == world.places["SGD"] and one.ended_at is None]
    assert sorted((one.valid_from, one.valid_to) for one in mine) == [
        (date(2025, 7, 1), date(2026, 11, 30)),
        (date(2026, 12, 1), None),
    ]


def test_after_its_last_day_nobody_proposes_for_a_closed_unit_and_its_dossiers_go_on(world):
    dossier = propose(world)

    asked(world, close_unit, "SGD", CLOSING)
    act(world, "lan", dossier, now=AFTER)

    assert propose(world, name="Hoàng Thị Mận")
    with pytest.raises(Refused) as refused:
        propose(world, name="Lò Thị Páo", now=AFTER)
    assert refused.value.reason.code == "no_unit_today"
    assert world.item(dossier).element == "unit_approval"
    assert (unit(world, "SGD").valid_to, unit(world, "SGD").successor_id) == (date(2026, 11, 30), world.places["SYT"])
    with pytest.raises(Refused):
        asked(world, close_unit, "SGD", CLOSING)


def test_people_taken_along_work_in_both_units(world):
    asked(world, close_unit, "SGD", {**CLOSING, "roles": "copy"})

    assert seats(world, "SYT", NOON) == {("mai", "unit_clerk"), ("son", "unit_head")}
    assert seats(world, "SYT", AFTER) == {
        ("mai", "unit_clerk"), ("son", "unit_head"), ("lan", "unit_clerk"), ("hung", "unit_head"),
    }  # fmt: skip
    assert seats(world, "SGD", AFTER) == {("lan", "unit_clerk"), ("hung", "unit_head")}


def test_the_successors_people_take_over_on_the_next_day_and_the_others_stop(world):
    dossier = walk(world, "unit_approval")

    asked(world, close_unit, "SGD", {**CLOSING, "roles": "hand_over"})

    assert seats(world, "SGD", NOON) == {("lan", "unit_clerk"), ("hung", "unit_head")}
    assert seats(world, "SGD", AFTER) == {("mai", "unit_clerk"), ("son", "unit_head")}
    act(world, "son", dossier, now=AFTER)
    assert world.item(dossier).element == "cluster_review"


def test_a_closing_of_the_past_gives_claimed_tasks_back_at_once(world):
    dossiers = [walk(world, "unit_approval"), walk(world, "unit_approval", propose(world, name="Vi Văn Sáng"))]
    half_written = propose(world, name="Lò Thị Páo")
    for dossier in dossiers:
        hung, item = world.who("hung"), world.item(dossier)
        with transaction(world.database) as session:
            claim_task(session, hung, item.id, now=NOON)

    asked(world, close_unit, "SGD", {**CLOSING, "last_day": "31/10/2026", "roles": "hand_over"})

    assert [world.item(dossier).assignee_id for dossier in (*dossiers, half_written)] == [None, None, None]
    assert seats(world, "SGD", NOON) == {("mai", "unit_clerk"), ("son", "unit_head")}
    with reading(world.database) as session:
        ended = select(RoleGrant.ended_at).where(RoleGrant.person_id == world.people["hung"])
        assert session.scalars(ended).all() == [NOON]

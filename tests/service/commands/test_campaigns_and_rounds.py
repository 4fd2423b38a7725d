"""Campaigns, award rounds and clusters: entered, changed, ended; two at once do not undo each other."""

from datetime import date
from threading import Thread

import pytest

from factories import NOON
from service.commands.add_campaign import add_campaign
from service.commands.add_cluster import add_cluster
from service.commands.add_round import add_round
from service.commands.change_campaign import SHOWN, change_campaign
from service.commands.change_cluster import change_cluster
from service.commands.change_round import change_round
from service.db import reading, transaction
from service.errors import Conflict, NotAllowed
from service.models import AwardRound, Campaign, Cluster
from service.organisation import sight_of
from service.queries.campaigns import campaign_named, rounds
from workflows.errors import InvalidAnswers

BASIS = "Kế hoạch số 5/KH-UBND"
CAMPAIGN = {"code": "sang_tao", "name": "Sáng tạo", "valid_from": "01/01/2027", "basis": BASIS}
ROUND = {"code": "2027_1", "name": "Đợt 1", "intake_from": "01/01/2027", "intake_to": "31/01/2027", "basis": BASIS}
CLUSTER = {"code": "k9", "kind": "khoi", "name": "Khối chín", "basis": BASIS}


def asked(world, command, *given, who="admin", **more):
    """The person asks for it."""
    actor = world.who(who)
    with transaction(world.database) as session:
        return command(session, actor, *given, now=NOON, **more)


def wrong(world, command, *given):
    """The fields that are refused."""
    with pytest.raises(InvalidAnswers) as invalid:
        asked(world, command, *given)
    return {name: problem.rule for name, problem in invalid.value.problems.items()}


def test_what_is_entered_is_there_with_its_code(world):
    asked(world, add_campaign, CAMPAIGN)
    asked(world, add_round, ROUND)
    asked(world, add_cluster, CLUSTER)

    assert {one.code for one in world.all(Campaign)} == {"xanh", "sang_tao"}
    assert {one.code: one.intake_to for one in world.all(AwardRound)}["2027_1"] == date(2027, 1, 31)
    assert {one.code: one.kind for one in world.all(Cluster)} == {"K2": "khoi", "K9": "khoi"}


def test_days_in_the_wrong_order_and_taken_codes_are_refused(world):
    assert wrong(world, add_campaign, {**CAMPAIGN, "valid_to": "31/12/2026"}) == {"valid_to": "dates"}
    assert wrong(world, add_campaign, {**CAMPAIGN, "code": "xanh"}) == {"code": "taken"}
    assert wrong(world, add_campaign, {**CAMPAIGN, "code": "new"}) == {"code": "taken"}
    assert wrong(world, add_round, {**ROUND, "intake_to": ""}) == {"intake_to": "required"}
    assert wrong(world, change_round, "2026_11", {**ROUND, "intake_to": "31/12/2026"}) == {"intake_to": "dates"}
    assert wrong(world, add_cluster, {**CLUSTER, "code": "k2"}) == {"code": "taken"}
    assert wrong(world, change_cluster, "K2", {**CLUSTER, "kind": "hội"}) == {"kind": "enum"}


def test_a_campaign_ends_and_a_round_is_prolonged_and_the_old_days_are_kept(world):
    ending = {"name": "Trường học xanh", "valid_from": "01/07/2025", "valid_to": "31/12/2026", "basis": BASIS}
    asked(world, change_campaign, "xanh", ending)
    asked(world, change_round, "2026_11", {**ROUND, "name": "Đợt 11/2026", "intake_from": "01/07/2025"})

    with reading(world.database) as session:
        campaign = campaign_named(session, world.who("admin"), "xanh", today=date(2027, 1, 1))
        [period] = rounds(session, world.who("admin"), today=date(2027, 1, 1))
    assert (campaign.state, campaign.changes[0].changed) == ("past", {"valid_to": (None, "2026-12-31")})
    assert (period.state, period.row.intake_to) == ("now", date(2027, 1, 31))


def test_the_slower_of_two_changes_is_told_and_saying_the_same_is_no_change(world):
    with reading(world.database) as session:
        row = campaign_named(session, world.who("admin"), "xanh", today=date(2026, 11, 23)).row
    saw, same = sight_of(row, SHOWN), {"name": row.name, "valid_from": "01/07/2025", "basis": BASIS}

    asked(world, change_campaign, "xanh", same, seen=saw)
    asked(world, change_campaign, "xanh", {**same, "name": "Xanh hơn"}, seen=saw)
    with pytest.raises(Conflict) as late:
        asked(world, change_campaign, "xanh", {**same, "name": "Xanh nhất"}, seen=saw)

    assert late.value.who == "Admin"
    assert {one.name for one in world.all(Campaign)} == {"Xanh hơn"}


def test_two_who_enter_the_same_code_at_once_leave_one_behind(world):
    outcomes: list[str] = []

    def enter() -> None:
        try:
            asked(world, add_cluster, CLUSTER)
            outcomes.append("ok")
        except InvalidAnswers as invalid:
            outcomes.append(invalid.problems["code"].rule)

    together = [Thread(target=enter) for _ in range(4)]
    for one in together:
        one.start()
    for one in together:
        one.join()

    assert sorted(outcomes) == ["ok", "taken", "taken", "taken"]
    assert len([one for one in world.all(Cluster) if one.code == "K9"]) == 1


def test_only_an_administrator_changes_them(world):
    for command, given in (
        (add_campaign, (CAMPAIGN,)),
        (change_campaign, ("xanh", {})),
        (add_round, (ROUND,)),
        (change_round, ("2026_11", {})),
        (add_cluster, (CLUSTER,)),
        (change_cluster, ("K2", {})),
    ):
        for who in ("lan", "lead", "secretary"):
            with pytest.raises(NotAllowed):
                asked(world, command, *given, who=who)

"""Foreseeing what nobody could do: while somebody is away, after they leave, without a role or a delegation."""

from datetime import date, timedelta

import pytest

from counting import counted
from factories import NOON, act, propose, walk
from people_acts import TODAY, YEAR_END, delegation, grant, grant_of, lend
from service.commands.claim_task import claim_task
from service.commands.record_absence import record_absence
from service.db import reading, transaction
from service.queries.foreseen import HORIZON, foreseen_gaps, gaps_without

FRIDAY, LATER = date(2026, 11, 27), NOON + timedelta(hours=1)


def gaps(world, name, last=None, *, first=TODAY, leaving=True):
    """What nobody could do without the person: {task: (waiting, coming)}."""
    with reading(world.database) as session:
        found = foreseen_gaps(session, world.people[name], first, last, leaving=leaving)
    return {gap.element: (gap.waiting, gap.coming) for gap in found}


def without(world, row):
    with reading(world.database) as session:
        return {gap.element: (gap.waiting, gap.coming) for gap in gaps_without(session, row, TODAY)}


def away(world, name, first, last):
    with transaction(world.database) as session:
        record_absence(session, None, world.people[name], first, last, now=NOON)


def test_open_tasks_and_dossiers_on_their_way_are_told_apart(world):
    walk(world, "agency_approval")
    walk(world, "appraisal")
    walk(world, "signature")  # has passed the lead

    assert gaps(world, "lead") == {"agency_approval": (1, 1)}


def test_what_a_colleague_can_do_as_well_is_no_gap(world):
    walk(world, "appraisal")

    assert gaps(world, "thu") == {}


def test_a_colleague_who_is_excluded_or_of_the_unit_is_no_help(world):
    grant(world, "minh", "appraiser")
    grant(world, "hung", "appraiser")
    for name in ("thu", "binh"):
        away(world, name, TODAY, FRIDAY)
    walk(world, "appraisal")  # reviewed by Minh, proposed by Hung's unit
    grant(world, "stranger", "appraiser")

    assert gaps(world, "stranger", FRIDAY) == {"appraisal": (1, 0)}
    assert gaps(world, "stranger", FRIDAY + timedelta(days=3)) == {"appraisal": (1, 0)}
    assert gaps(world, "stranger", first=FRIDAY + timedelta(days=1)) == {}


def test_of_two_cluster_heads_the_one_who_is_free_is_missed(world):
    walk(world, "cluster_review")  # of Hoa's own unit

    assert gaps(world, "minh") == {"cluster_review": (1, 0)}
    assert gaps(world, "hoa") == {}


def test_two_who_are_away_together_leave_a_gap_for_just_those_days(world):
    walk(world, "appraisal")
    away(world, "binh", FRIDAY, FRIDAY + timedelta(days=7))

    with reading(world.database) as session:
        found = foreseen_gaps(session, world.people["thu"], TODAY, FRIDAY + timedelta(days=2), leaving=False)

    assert [(gap.first, gap.last) for gap in found] == [(FRIDAY, FRIDAY + timedelta(days=2))]
    assert gaps(world, "thu", FRIDAY - timedelta(days=1), leaving=False) == {}


def test_deputies_go_on_while_one_is_away_and_stop_when_one_leaves(world):
    walk(world, "signature")

    assert gaps(world, "chair", FRIDAY, leaving=False) == {}
    assert gaps(world, "chair") == {"signature": (1, 0)}
    assert gaps(world, "vice") == {}


def test_a_delegation_that_is_over_too_soon_leaves_the_days_behind_it(world):
    walk(world, "agency_approval")
    lend(world, "lead", "stranger", days=(TODAY, FRIDAY))

    with reading(world.database) as session:
        found = foreseen_gaps(session, world.people["lead"], TODAY, YEAR_END, leaving=False)

    assert [(gap.first, gap.last) for gap in found] == [(FRIDAY + timedelta(days=1), YEAR_END)]


def test_before_a_grant_or_a_delegation_ends_the_same_is_told(world):
    walk(world, "signature")
    away(world, "chair", TODAY, FRIDAY)

    assert without(world, grant_of(world, "chair")) == {"signature": (1, 0)}
    assert without(world, delegation(world, "vice")) == {"signature": (1, 0)}
    assert without(world, grant_of(world, "records")) == {"issue": (0, 1)}


def test_a_role_that_ends_anyway_is_missed_only_until_then(world):
    walk(world, "agency_approval")
    grant(world, "stranger", "agency_lead", valid_from=FRIDAY)

    with reading(world.database) as session:
        found = foreseen_gaps(session, world.people["lead"], TODAY, None, leaving=True)

    assert [(gap.first, gap.last) for gap in found] == [(TODAY, FRIDAY - timedelta(days=1))]


def test_a_dossier_that_waits_for_a_supplement_comes_back_to_whoever_asked(world):
    dossier_id = walk(world, "intake")
    act(world, "intake", dossier_id, {"outcome": "return", "missing": "Thiếu biên bản họp."}, now=LATER)
    assert world.item(dossier_id).element == "supplement"

    assert gaps(world, "intake") == {"intake": (0, 1)}
    assert gaps(world, "lan") == {"supplement": (1, 0)}
    assert gaps(world, "hung") == {"supplement_approval": (0, 1)}
    assert gaps(world, "minh") == {}  # the cluster has reviewed it


def test_what_was_sent_back_lies_ahead_again(world):
    dossier_id = walk(world, "agency_approval")
    act(world, "lead", dossier_id, {"outcome": "back", "opinion": "Thẩm định lại tiêu chuẩn."}, now=LATER)
    assert world.item(dossier_id).element == "appraisal"

    assert gaps(world, "lead") == {"agency_approval": (0, 1)}


def test_a_taken_task_counts_like_a_free_one(world):
    dossier_id = walk(world, "agency_approval")
    with transaction(world.database) as session:
        claim_task(session, world.who("lead"), world.item(dossier_id).id, now=NOON)

    assert gaps(world, "lead", FRIDAY, leaving=False) == {"agency_approval": (1, 0)}


def test_ballots_and_people_without_a_role_leave_no_gap(world):
    walk(world, "council_ballot")

    assert gaps(world, "m1") == {}
    assert gaps(world, "stranger") == {}


@pytest.mark.parametrize("dossiers", [1, 4])
def test_it_costs_the_same_however_many_dossiers_there_are(world, dossiers):
    for _ in range(dossiers):
        propose(world)

    with reading(world.database) as session, counted(world.database) as said:
        found = foreseen_gaps(session, world.people["lead"], TODAY, None, leaving=True)

    assert [(gap.element, gap.coming, gap.last) for gap in found] == [("agency_approval", dossiers, TODAY + HORIZON)]
    assert len(said) <= 9

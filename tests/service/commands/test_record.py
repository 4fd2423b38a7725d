"""What a step leaves in the tables: stage, clock, exclusions, roll, incidents."""

from datetime import date, timedelta

from sqlalchemy import update

from factories import NOON, act, propose, walk
from service import deadlines
from service.db import transaction
from service.models import AwardKind, Exclusion, Incident, RoleGrant, RollEntry

RETURN = {"outcome": "return", "missing": "Thiếu biên bản họp xét."}
LATER = NOON + timedelta(days=7)


def test_the_province_knows_of_a_dossier_once_it_has_left_the_unit(world):
    dossier_id = propose(world)
    act(world, "lan", dossier_id)
    assert world.dossier(dossier_id).submitted_at is None

    act(world, "hung", dossier_id, now=LATER)

    assert world.dossier(dossier_id).submitted_at == LATER


def test_the_clock_stops_for_a_supplement_and_the_asking_stage_gets_its_days_back(world):
    dossier_id = walk(world, "intake")
    assert world.item(dossier_id).due_on == date(2026, 11, 26)
    act(world, "intake", dossier_id, RETURN, now=NOON + timedelta(days=2))
    assert (world.dossier(dossier_id).clock_stopped_on, world.dossier(dossier_id).clock_left) == (date(2026, 11, 25), 1)

    act(world, "lan", dossier_id, now=LATER)
    act(world, "hung", dossier_id, now=LATER)

    dossier = world.dossier(dossier_id)
    assert (dossier.stage, dossier.returns, dossier.clock_stopped_on) == ("intake", 1, None)
    assert world.item(dossier_id).due_on == date(2026, 12, 1)


def test_who_proposed_does_not_take_it_in(world):
    dossier_id = propose(world)

    act(world, "lan", dossier_id)

    found = {(e.element, e.reason) for e in world.all(Exclusion) if e.person_id == world.people["lan"]}
    assert ("intake", "did:proposal") in found
    assert ("appraisal", "did:proposal") in found


def test_doing_a_task_twice_excludes_once(world):
    dossier_id = walk(world, "unit_approval")
    for _ in range(3):
        act(world, "hung", dossier_id, {"outcome": "return", "opinion": "Bổ sung minh chứng."})
        act(world, "lan", dossier_id)

    found = [(e.person_id, e.element, e.reason) for e in world.all(Exclusion)]

    assert len(found) == len(set(found))


def test_every_member_is_on_the_roll_once(world):
    dossier_id = walk(world, "council_ballot")

    roll = world.all(RollEntry)

    assert {entry.person_id for entry in roll} == {world.people[m] for m in world.members}
    assert {entry.task for entry in roll} == {world.items(dossier_id)[0].task}
    assert all(entry.voted_on is None for entry in roll)


def test_a_task_nobody_may_do_is_an_incident_in_the_same_step(world):
    dossier_id = walk(world, "cluster_review")
    with transaction(world.database) as session:
        session.execute(update(RoleGrant).where(RoleGrant.person_id == world.people["intake"]).values(ended_at=NOON))

    act(world, "minh", dossier_id)

    incident = world.all(Incident)[0]
    assert (incident.rule, incident.element) == ("nobody_may_act", "intake")
    assert world.dossier(dossier_id).stage == "intake"


def test_the_reminder_stands_the_days_before_that_the_diagram_says(world):
    item = world.item(propose(world))

    assert (item.due_on, item.remind_on) == (date(2026, 12, 1), date(2026, 11, 30))


def test_a_task_whose_days_the_award_does_not_say_is_opened_and_told(world):
    dossier_id = walk(world, "unit_approval")
    with transaction(world.database) as session:
        days = {"unit_approval": 5, "intake": 2}
        session.execute(update(AwardKind).where(AwardKind.code == "BK_TINH").values(days=days))

    act(world, "hung", dossier_id)

    told = [incident for incident in world.all(Incident) if incident.dossier_id == dossier_id]
    assert [(one.rule, one.element) for one in told] == [("no_due_date", "cluster_review")]
    assert told[0].values == {"task": "Cụm, khối xét", "missing": "award.days.cluster_review", "days": 10}
    assert told[0].work_item_id == world.item(dossier_id, "cluster_review").id
    assert world.item(dossier_id).due_on == deadlines.after(10, date(2026, 11, 23))

"""What happens without anybody acting."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from factories import NOON, act, propose, walk
from service import processes
from service.commands.save_draft import save_draft
from service.commands.suspend_dossier import suspend_dossier
from service.db import transaction
from service.ids import new_id
from service.models import Dossier, Draft, Event, Incident, ProcessFile, ProcessVersion
from service.worker import work_once

RETURN = {"outcome": "return", "missing": "Thiếu biên bản họp xét."}


def test_nothing_is_done_before_its_time(world):
    propose(world)

    assert work_once(world.database, NOON) == {"woken": 0, "released": 0, "reminded": 0, "cleared": 0}


def test_a_dossier_nobody_supplemented_is_closed(world):
    dossier_id = walk(world, "intake")
    act(world, "intake", dossier_id, RETURN)

    done = work_once(world.database, NOON + timedelta(days=40))

    assert done["woken"] == 1
    assert world.dossier(dossier_id).stage == "closed_incomplete"


def test_people_are_reminded_once(world):
    dossier_id = walk(world, "unit_approval")
    later = NOON + timedelta(days=7)

    assert work_once(world.database, later)["reminded"] == 1
    assert work_once(world.database, later)["reminded"] == 0

    assert world.item(dossier_id).reminded_at == later
    assert [e.kind for e in world.all(Event)].count("task_reminded") == 1


def test_nobody_is_reminded_of_a_suspended_dossier(world):
    dossier_id = walk(world, "appraisal")
    with transaction(world.database) as session:
        suspend_dossier(session, world.who("inspector"), dossier_id, "Xác minh", now=NOON)

    assert work_once(world.database, NOON + timedelta(days=60))["reminded"] == 0


def test_drafts_of_what_was_sent_are_cleared_and_those_of_others_kept_for_a_while(world):
    dossier_id = walk(world, "appraisal")
    for name in ("thu", "binh"):
        with transaction(world.database) as session:
            save_draft(session, world.who(name), world.item(dossier_id).id, {"note": name}, now=NOON)
    act(world, "thu", dossier_id)

    work_once(world.database, NOON)

    assert [draft.person_id for draft in world.all(Draft)] == [world.people["binh"]]
    work_once(world.database, NOON + timedelta(days=31))
    assert world.all(Draft) == []


def stopped_and_ringing(world):
    """Two dossiers whose timers are due, the first to ring first."""
    bad, good = walk(world, "intake"), walk(world, "intake")
    for dossier_id in (bad, good):
        act(world, "intake", dossier_id, RETURN)
    with transaction(world.database) as session:
        session.execute(update(Dossier).where(Dossier.id == bad).values(wake_at=NOON))
    return bad, good


@pytest.mark.parametrize("state", [b"broken", b'{"format":1}', b"[]", b"\xff"])
def test_a_dossier_that_cannot_be_read_stops_no_other(world, state):
    bad, good = stopped_and_ringing(world)
    with transaction(world.database) as session:
        session.execute(update(Dossier).where(Dossier.id == bad).values(state=state))

    work_once(world.database, NOON + timedelta(days=40))

    assert world.dossier(good).stage == "closed_incomplete"
    assert (world.dossier(bad).stage, world.dossier(bad).wake_at) == ("supplement", None)
    assert [incident.dossier_id for incident in world.all(Incident)] == [bad]


@pytest.mark.parametrize("diagram", [b"<no diagram", b"<definitions/>", b""])
def test_a_diagram_that_can_no_longer_be_used_becomes_an_incident(world, diagram):
    bad, good = stopped_and_ringing(world)
    pinned = (world.dossier(bad).definition, world.dossier(bad).version_id)
    with transaction(world.database) as session:
        session.execute(update(ProcessFile).where(ProcessFile.name == "award.bpmn").values(data=diagram))
    kept = processes._compiled.pop(pinned)
    try:
        work_once(world.database, NOON + timedelta(days=40))
        work_once(world.database, NOON + timedelta(days=41))
    finally:
        processes._compiled[pinned] = kept

    assert {incident.dossier_id for incident in world.all(Incident)} == {bad, good}
    assert len(world.all(Incident)) == 2
    assert [e.kind for e in world.all(Event)].count("incident_raised") == 2


def test_what_nobody_foresaw_is_told_on_the_dossier_and_stops_no_other(world):
    bad, good = stopped_and_ringing(world)
    with transaction(world.database) as session:
        empty = ProcessVersion(id=new_id(), process_key="award", number=9, name="0" * 64, created_at=NOON)
        session.add(empty)
        session.flush()
        lost = {"version_id": empty.id, "definition": empty.name}
        session.execute(update(Dossier).where(Dossier.id == bad).values(**lost))

    work_once(world.database, NOON + timedelta(days=40))

    assert world.dossier(good).stage == "closed_incomplete"
    [incident] = world.all(Incident)
    assert (incident.dossier_id, incident.rule, incident.values) == (bad, "timer", {"reason": "IndexError"})
    assert world.dossier(bad).wake_at is None

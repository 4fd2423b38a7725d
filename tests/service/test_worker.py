"""What happens without anybody acting."""

from datetime import timedelta

from factories import NOON, act, propose, walk
from service.commands.save_draft import save_draft
from service.commands.suspend_dossier import suspend_dossier
from service.db import transaction
from service.models import Draft, Event
from service.worker import work_once

RETURN = {"outcome": "return", "missing": "Thiếu biên bản họp xét."}


def test_nothing_is_done_before_its_time(world):
    propose(world)

    assert work_once(world.database, NOON) == {"woken": 0, "reminded": 0, "cleared": 0}


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

"""What happens without anybody acting."""

import os
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from itertools import product

import pytest
from sqlalchemy import update

from factories import NOON, act, propose, walk
from service import processes
from service.commands.save_draft import save_draft
from service.commands.suspend_dossier import suspend_dossier
from service.db import transaction
from service.documents import Store
from service.ids import new_id
from service.models import (
    Dossier,
    Draft,
    Event,
    Incident,
    PasswordReset,
    ProcessFile,
    ProcessVersion,
    RepeatedCall,
    WorkItem,
)
from working import work

RETURN = {"outcome": "return", "missing": "Thiếu biên bản họp xét."}


def test_nothing_is_done_before_its_time(world):
    propose(world)

    done = work(world, NOON)

    assert {what: count for what, count in done.items() if what != "told"} == dict.fromkeys(
        ("woken", "released", "reminded", "mailed", "jobs", "swept"), 0
    )


def test_a_dossier_nobody_supplemented_is_closed(world):
    dossier_id = walk(world, "intake")
    act(world, "intake", dossier_id, RETURN)

    done = work(world, NOON + timedelta(days=40))

    assert done["woken"] == 1
    assert world.dossier(dossier_id).stage == "closed_incomplete"


def test_people_are_reminded_then_told_that_it_is_overdue_and_again_every_five_working_days(world):
    dossier_id = walk(world, "unit_approval")  # due on Tuesday 1 December, to be reminded of the day before
    days = [date(2026, 11, 26) + timedelta(days=number) for number in range(22)]

    for day in days:
        for hour in (1, 2):
            work(world, at(day, hour))

    assert told_on(world) == [("task_reminded", 30), ("task_overdue", 2), ("task_overdue", 9), ("task_overdue", 16)]
    assert world.item(dossier_id).remind_on == date(2026, 12, 23)


def test_however_many_days_were_missed_people_are_told_once(world):
    walk(world, "unit_approval")

    for day in (date(2027, 1, 4), date(2027, 1, 5), date(2027, 1, 8)):
        work(world, at(day, 1))
    missed = told_on(world)
    work(world, at(date(2027, 1, 11), 1))

    assert missed == [("task_overdue", 4)]
    assert told_on(world) == [("task_overdue", 4), ("task_overdue", 11)]


def test_each_member_of_a_panel_is_reminded_of_their_own_ballot(world):
    dossier_id = walk(world, "council_ballot")

    work(world, NOON + timedelta(days=20))

    assert len(told_on(world)) == len(world.items(dossier_id)) == 9


def test_what_a_dead_request_left_behind_is_swept(world, tmp_path):
    store = Store(tmp_path / "files")
    forgotten, fresh = store.take_in(BytesIO(b"one")), store.take_in(BytesIO(b"two"))
    kept = store.take_in(BytesIO(b"three"))
    store.keep(kept)
    os.utime(forgotten.draft, (0, 0))
    with transaction(world.database) as session:
        for hours in (1, 25):
            asked = {"content": "", "status": 200, "headers": {}, "body": b""}
            asked["at"] = NOON - timedelta(hours=hours)
            session.add(RepeatedCall(person_id=world.people["lan"], key=str(hours), **asked))
        for token, expires, used in (("a", 1, None), ("b", -1, None), ("c", 1, NOON)):
            sent = {"made_at": NOON, "expires_at": NOON + timedelta(hours=expires), "used_at": used}
            session.add(PasswordReset(person_id=world.people["lan"], token_sha256=token, **sent))

    swept = [work(world, NOON, folder=tmp_path)["swept"] for _ in range(2)]

    assert swept == [4, 0]
    assert (forgotten.draft.exists(), fresh.draft.exists(), store.path(kept.sha256).exists()) == (False, True, True)
    assert [call.key for call in world.all(RepeatedCall)] == ["1"]
    assert [reset.token_sha256 for reset in world.all(PasswordReset)] == ["a"]


def at(day, hour):
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def told_on(world):
    """What people were told of their tasks, and on which day of the month."""
    kinds = {"task_reminded", "task_overdue"}
    return [(e.kind, e.at.day) for e in sorted(world.all(Event), key=lambda e: e.at) if e.kind in kinds]


def test_nobody_is_reminded_of_a_suspended_dossier(world):
    dossier_id = walk(world, "appraisal")
    with transaction(world.database) as session:
        suspend_dossier(session, world.who("inspector"), dossier_id, "Xác minh", now=NOON)

    assert work(world, NOON + timedelta(days=60))["reminded"] == 0


def test_nobody_is_reminded_while_the_clock_stands_still(world):
    dossier_id = walk(world, "intake")
    act(world, "intake", dossier_id, RETURN)

    later = NOON + timedelta(days=15)
    work(world, later)

    assert world.item(dossier_id).remind_on <= later.date()
    assert told_on(world) == []


def test_drafts_of_what_was_sent_are_cleared_and_those_of_others_kept_for_a_while(world):
    dossier_id = walk(world, "appraisal")
    for name in ("thu", "binh"):
        with transaction(world.database) as session:
            save_draft(session, world.who(name), world.item(dossier_id).id, {"note": name}, now=NOON)
    act(world, "thu", dossier_id)

    work(world, NOON)

    assert [draft.person_id for draft in world.all(Draft)] == [world.people["binh"]]
    work(world, NOON + timedelta(days=31))
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

    work(world, NOON + timedelta(days=40))

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
        work(world, NOON + timedelta(days=40))
        work(world, NOON + timedelta(days=41))
    finally:
        processes._compiled[pinned] = kept

    raised = Counter((incident.dossier_id, incident.rule == "untold") for incident in world.all(Incident))
    assert raised == Counter(product((bad, good), (True, False)))
    assert [e.kind for e in world.all(Event)].count("incident_raised") == 4


def test_what_nobody_foresaw_is_told_on_the_dossier_and_stops_no_other(world):
    bad, good = stopped_and_ringing(world)
    with transaction(world.database) as session:
        empty = ProcessVersion(id=new_id(), process_key="award", number=9, name="0" * 64, created_at=NOON)
        session.add(empty)
        session.flush()
        lost = {"version_id": empty.id, "definition": empty.name}
        session.execute(update(Dossier).where(Dossier.id == bad).values(**lost))

    work(world, NOON + timedelta(days=40))

    assert world.dossier(good).stage == "closed_incomplete"
    raised = {(one.dossier_id, one.rule, one.values["reason"]) for one in world.all(Incident)}
    assert raised == {(bad, "timer", "IndexError"), (bad, "untold", "IndexError")}
    assert world.dossier(bad).wake_at is None


def test_a_task_nobody_can_be_reminded_of_stops_no_other_and_is_shown_until_it_can(world):
    bad, good = walk(world, "unit_approval"), walk(world, "unit_approval")
    item, due_on = world.item(bad), world.item(bad).due_on
    redate(world, item, date(9999, 12, 31))  # after it no working day is left to remind again

    for days in (20, 21):
        work(world, NOON + timedelta(days=days))
    [incident], held_up = world.all(Incident), world.dossier(bad).incidents_open
    redate(world, item, due_on)
    work(world, NOON + timedelta(days=22))

    assert reminded(world) == [good, bad]
    assert (incident.dossier_id, incident.rule, incident.resolved_at) == (bad, "unreminded", None)
    assert (incident.values, held_up) == ({"reason": "ValueError"}, 1)
    assert [one.resolved_at for one in world.all(Incident)] == [NOON + timedelta(days=22)]
    assert world.dossier(bad).incidents_open == 0


def redate(world, item, due_on):
    with transaction(world.database) as session:
        session.execute(update(WorkItem).where(WorkItem.id == item.id).values(due_on=due_on))


def reminded(world):
    events = sorted(world.all(Event), key=lambda event: event.at)
    return [event.dossier_id for event in events if event.kind in ("task_reminded", "task_overdue")]


def test_a_dossier_nobody_can_be_told_of_stops_no_other_and_is_shown_until_it_can(world):
    bad, good = propose(world), propose(world)
    pinned = world.dossier(bad)
    with transaction(world.database) as session:
        empty = ProcessVersion(id=new_id(), process_key="award", number=9, name="0" * 64, created_at=NOON)
        session.add(empty)
        session.flush()
        session.execute(pin(bad, empty.id, empty.name))

    for minutes in range(2):
        work(world, NOON + timedelta(minutes=minutes))
    [incident], held_up = world.all(Incident), world.dossier(bad).incidents_open
    with transaction(world.database) as session:
        session.execute(pin(bad, pinned.version_id, pinned.definition))
    work(world, NOON + timedelta(minutes=2))

    assert world.dossier(good).told == world.dossier(good).events
    assert (incident.dossier_id, incident.rule, incident.values) == (bad, "untold", {"reason": "IndexError"})
    assert (incident.resolved_at, held_up) == (None, 1)
    assert [one.resolved_at for one in world.all(Incident)] == [NOON + timedelta(minutes=2)]
    assert (world.dossier(bad).told, world.dossier(bad).incidents_open) == (world.dossier(bad).events, 0)


def pin(dossier_id, version_id, definition):
    return update(Dossier).where(Dossier.id == dossier_id).values(version_id=version_id, definition=definition)

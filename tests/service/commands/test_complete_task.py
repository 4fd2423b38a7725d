"""Completing tasks: the whole path, everybody who may not, and what is recorded."""

from contextlib import nullcontext
from datetime import date, timedelta

import pytest

from factories import NOON, act, propose, walk
from service.commands.complete_task import complete_task
from service.commands.suspend_dossier import suspend_dossier
from service.db import reading, transaction
from service.errors import Conflict, NotAllowed, NotFound, Refused
from service.events import verify
from service.models import Answer, Dossier, Draft, Event, EventDetail, Incident, RegisterEntry
from usual_answers import PROPOSAL, USUAL
from workflows.errors import InvalidAnswers


def said(world, dossier_id, kind):
    """The fields of the last event of a kind."""
    dossier = world.dossier(dossier_id)
    numbers = [e.number for e in world.all(Event) if e.dossier_id == dossier.id and e.kind == kind]
    detail = next(d for d in world.all(EventDetail) if d.number == max(numbers) and str(dossier.id) in d.stream)
    return {name: field["value"] for name, field in detail.fields.items()}


def test_a_dossier_is_carried_from_the_proposal_to_its_number(world):
    dossier_id = walk(world, "issue")

    act(world, "records", dossier_id)

    dossier = world.dossier(dossier_id)
    assert (dossier.stage, dossier.status, dossier.ended_at) == ("issued", "ended", NOON)
    assert [(e.number, e.series, e.year) for e in world.all(RegisterEntry)] == [(1, "QĐ-UBND", 2026)]
    assert world.items(dossier_id) == []
    with reading(world.database) as session:
        assert verify(session, f"dossier/{dossier_id}") is None


def test_answers_are_kept_with_the_version_of_their_form_but_never_told_in_events(world):
    dossier_id = propose(world)

    act(world, "lan", dossier_id)

    answer = world.all(Answer)[0]
    assert answer.data["birth_date"] == "1984-03-12"
    assert len(answer.form_version) == 64
    detail = said(world, dossier_id, "task_completed")
    assert PROPOSAL["achievement"] not in str(detail)
    assert len(detail["answers_sha256"]) == 64
    assert detail["walked"][:2] == ["proposal", "to_unit_approval"]


def test_what_a_form_stores_reaches_its_columns_and_the_event_tells_before_and_after(world):
    dossier_id = propose(world, name="Nguyen")

    act(world, "lan", dossier_id)

    dossier = world.dossier(dossier_id)
    changes = said(world, dossier_id, "task_completed")["stored"]
    assert (dossier.method, dossier.period_to) == ("merit", date(2026, 8, 31))
    assert changes["nominee.name"] == ["Nguyen", "Nguyễn Thị Hạnh"]
    assert changes["dossier.campaign"] == [None, "xanh"]
    assert changes["submission.number"] == [None, "15/TTr-SGDĐT"]
    assert "nguyen thi hanh" in dossier.search


def test_a_stranger_learns_nothing_of_the_task(world):
    dossier_id = propose(world)

    for name in ("stranger", "mai", "son", "admin", "thu"):
        with pytest.raises(NotFound):
            act(world, name, dossier_id)


def test_who_may_know_of_it_but_not_do_it_is_told_why(world):
    dossier_id = propose(world)

    with pytest.raises(NotAllowed) as refusal:
        act(world, "hung", dossier_id)

    assert refusal.value.reason.code == "not_your_role"


def test_the_cluster_head_of_the_proposing_unit_does_not_review(world):
    dossier_id = walk(world, "cluster_review")

    with pytest.raises(NotAllowed) as refusal:
        act(world, "hoa", dossier_id)

    assert refusal.value.reason.code == "own_unit"


def test_nobody_acts_on_the_dossier_that_honours_them(world):
    dossier_id = propose(world, nominee_person_id=world.people["hung"])
    act(world, "lan", dossier_id)

    with pytest.raises(NotAllowed) as refusal:
        act(world, "hung", dossier_id)

    assert refusal.value.reason.code == "nominee"


def test_the_nominee_is_not_on_the_roll(world):
    dossier_id = propose(world, nominee_person_id=world.people["m3"])

    walk(world, "council_ballot", dossier_id)

    assert {item.assignee_id for item in world.items(dossier_id)} == {
        world.people[m] for m in world.members if m != "m3"
    }


def test_the_chairs_deputy_signs_in_the_chairs_place(world):
    dossier_id = walk(world, "signature")

    act(world, "vice", dossier_id)

    event = max((e for e in world.all(Event) if e.dossier_id == dossier_id), key=lambda e: e.number)
    assert event.actor_id == world.people["vice"]
    assert event.acting_for_id == world.people["chair"]
    assert said(world, dossier_id, "task_completed")["for"] == "Chair"


def test_a_task_done_already_says_who_was_faster(world):
    dossier_id = walk(world, "appraisal")
    item = world.item(dossier_id)
    act(world, "thu", dossier_id)

    with pytest.raises(Conflict) as conflict, transaction(world.database) as session:
        complete_task(session, world.who("binh"), item.id, {"outcome": "eligible"}, now=NOON)

    assert (conflict.value.who, conflict.value.at) == ("Thu", NOON)
    assert conflict.value.dossier_code == world.dossier(dossier_id).code


def test_bad_answers_change_nothing_and_name_each_field(world):
    dossier_id = propose(world)
    before = world.dossier(dossier_id)

    with pytest.raises(InvalidAnswers) as invalid:
        act(world, "lan", dossier_id, {**PROPOSAL, "campaign": "unheard", "period_to": "01/01/2020"})

    assert set(invalid.value.problems) == {"campaign", "period_to"}
    after = world.dossier(dossier_id)
    assert (after.state, after.events, after.method) == (before.state, before.events, None)
    assert world.all(Answer) == []


@pytest.mark.parametrize(
    ("name", "day", "is_taken"),
    [
        ("birth_date", "01/01/1900", True),
        ("birth_date", "31/12/1899", False),
        ("birth_date", "23/11/2026", True),
        ("birth_date", "24/11/2026", False),
        ("period_from", "24/11/2026", False),
        ("period_to", "31/12/2026", True),
    ],
)
def test_a_day_that_cannot_be_right_is_refused_at_its_field(world, name, day, is_taken):
    dossier_id = propose(world)
    answers = {**PROPOSAL, "period_to": "31/12/2026", name: day}

    with nullcontext() if is_taken else pytest.raises(InvalidAnswers) as invalid:
        act(world, "lan", dossier_id, answers)

    assert is_taken or set(invalid.value.problems) == {name}


def test_nothing_is_done_on_a_suspended_dossier(world):
    dossier_id = walk(world, "intake")
    with transaction(world.database) as session:
        suspend_dossier(session, world.who("inspector"), dossier_id, "Xác minh đơn", now=NOON)

    with pytest.raises(Refused) as refusal:
        act(world, "intake", dossier_id)

    assert refusal.value.reason.code == "suspended"


def test_a_ballot_is_not_completed_as_a_task(world):
    dossier_id = walk(world, "council_ballot")
    mine = next(i for i in world.items(dossier_id) if i.assignee_id == world.people["m1"])

    with pytest.raises(Refused), transaction(world.database) as session:
        complete_task(session, world.who("m1"), mine.id, {"vote": "yes"}, now=NOON)


def test_a_number_that_is_taken_is_refused_with_the_next_free_one(world):
    act(world, "records", walk(world, "issue"))
    second = walk(world, "issue")

    with pytest.raises(InvalidAnswers) as invalid:
        act(world, "records", second)

    assert invalid.value.problems["number"].values["free"] == 2
    assert world.dossier(second).stage == "issue"


def test_a_series_is_one_however_it_is_typed(world):
    act(world, "records", walk(world, "issue"), {**USUAL["issue"], "series": "qđ-ubnd"})
    second = walk(world, "issue")

    with pytest.raises(InvalidAnswers) as invalid:
        act(world, "records", second)

    assert [entry.series for entry in world.all(RegisterEntry)] == ["QĐ-UBND"]
    assert invalid.value.problems["number"].values["series"] == "QĐ-UBND"


def test_a_step_the_engine_cannot_make_keeps_the_old_state_the_draft_and_an_incident(world):
    dossier_id = walk(world, "intake")
    with transaction(world.database) as session:
        session.get_one(Dossier, dossier_id).state = b'{"format":1,"damaged":true}'

    done = act(world, "intake", dossier_id)

    dossier = world.dossier(dossier_id)
    assert dossier.state == b'{"format":1,"damaged":true}'
    assert done.incident.rule == "state"
    assert [i.element for i in world.all(Incident)] == ["intake"]
    draft = next(d for d in world.all(Draft) if d.person_id == world.people["intake"])
    assert draft.data["outcome"] == "accept"
    assert world.item(dossier_id).closed_at is None


def test_a_failed_commit_leaves_nothing(world):
    dossier_id = propose(world)
    before = world.dossier(dossier_id)
    item = world.item(dossier_id)

    with pytest.raises(ZeroDivisionError):
        _complete_and_fail(world, "lan", item)

    after = world.dossier(dossier_id)
    assert (after.state, after.events, after.row_version) == (before.state, before.events, before.row_version)
    assert world.all(Answer) == []
    assert world.item(dossier_id).id == item.id


def _complete_and_fail(world, name, item):
    with transaction(world.database) as session:
        complete_task(session, world.who(name), item.id, PROPOSAL, now=NOON)
        raise ZeroDivisionError


def test_acceptance_fixes_the_law_of_the_day_once(world):
    dossier_id = walk(world, "appraisal")

    dossier = world.dossier(dossier_id)

    assert dossier.accepted_on == date(2026, 11, 23)
    assert said(world, dossier_id, "task_completed")["law_edition"] == "NEW"
    act(world, "thu", dossier_id, {"outcome": "eligible", "note": "Đủ điều kiện xét."}, now=NOON + timedelta(days=3))
    assert world.dossier(dossier_id).accepted_on == date(2026, 11, 23)

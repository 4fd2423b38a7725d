"""Taking lists of nominees in: each row once, for nobody but their sender, whatever happens in between."""

import time
from datetime import date, timedelta
from itertools import islice

import pytest
from sqlalchemy import update

from factories import NOON, propose
from queueing import Handled, dead
from sent_lists import (
    LETTER,
    at_once,
    give_role,
    names,
    nominees,
    problems,
    send,
    sheet_of,
    submit,
    submit_all,
    take,
    take_all,
    taken,
)
from service import events
from service.commands.dismiss_job import dismiss_job
from service.commands.drop_list import drop_list
from service.commands.submit_list import submit_list
from service.commands.take_list import take_list
from service.commands.take_rows import take_rows
from service.db import reading, transaction
from service.errors import NotAllowed, NotFound, Refused
from service.jobs import GiveUp
from service.models import AwardKind, Dossier, Draft, Nominee, Submission, WorkItem
from working import work

TEN_DAYS = timedelta(days=10)


def test_a_list_becomes_dossiers_under_one_letter_and_all_reach_the_head(world):
    rows = [*nominees(12), {**nominees(1)[0], "nominee_name": "Hờ A Dế", "gender": None}]
    sheet_id = send(world, rows)
    assert world.all(Dossier) == []

    take(world, sheet_id)
    assert work(world, NOON)["jobs"] == 1
    submit(world, sheet_id)
    assert work(world, NOON)["jobs"] == 1

    dossiers = world.all(Dossier)
    (letter,) = world.all(Submission)
    assert names(world) == sorted(row["nominee_name"] for row in rows[:12])
    assert {one.submission_id for one in dossiers} == {letter.id}
    assert (letter.number, letter.signed_on) == (LETTER["letter_number"], date(2026, 11, 20))
    assert {one.stage for one in dossiers} == {"unit_approval"}
    assert all(one.round_id and one.method == "merit" for one in dossiers)
    assert {nominee.gender for nominee in world.all(Nominee)} == {"female"}
    with reading(world.database) as session:
        assert [events.verify(session, f"dossier/{one.id}") for one in dossiers] == [None] * 12
    sheet = sheet_of(world, sheet_id)
    assert (sheet.status, sheet.good, sheet.done, problems(world, sheet_id)) == ("submitted", 12, 12, {})


def test_a_row_is_the_draft_of_a_proposal_of_its_sender(world):
    taken(world, nominees(2))

    items, drafts = world.all(WorkItem), world.all(Draft)

    assert {item.assignee_id for item in items} == {world.people["lan"]}
    assert {draft.person_id for draft in drafts} == {world.people["lan"]}
    assert {draft.data["nominee_name"] for draft in drafts} == {"Lò Thị Páo 1", "Lò Thị Páo 2"}
    assert {draft.data["letter_number"] for draft in drafts} == {LETTER["letter_number"]}
    assert {draft.data["birth_date"] for draft in drafts} == {"1984-03-12"}


def test_what_is_cut_off_in_the_middle_goes_on_without_doubling(world):
    sheet_id = send(world, nominees(5))
    take(world, sheet_id)
    clerk = world.who("lan")
    with transaction(world.database) as session:
        assert take_rows(session, clerk, sheet_id, most=2, now=NOON)

    def cut_off():
        with transaction(world.database) as session:
            take_rows(session, clerk, sheet_id, most=2, now=NOON)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        cut_off()

    take_all(world, sheet_id)
    take_all(world, sheet_id)

    assert names(world) == [f"Lò Thị Páo {number}" for number in range(1, 6)]
    assert len({one["code"] for one in sheet_of(world, sheet_id).results}) == 5


def test_two_workers_at_once_take_and_send_every_row_once(world):
    sheet_id = send(world, nominees(24))
    take(world, sheet_id)
    take(world, sheet_id)  # a second click

    at_once(take_all, world, sheet_id)
    submit(world, sheet_id)
    submit(world, sheet_id)
    at_once(submit_all, world, sheet_id)

    assert len(names(world)) == len(set(names(world))) == 24
    assert sheet_of(world, sheet_id).status == "submitted"
    assert {one.stage for one in world.all(Dossier)} == {"unit_approval"}


def test_a_second_click_orders_no_second_job(world):
    sheet_id = send(world, nominees(1))

    take(world, sheet_id)
    take(world, sheet_id)

    assert work(world, NOON)["jobs"] == 1
    assert len(names(world)) == 1


@pytest.mark.parametrize("person", ["mai", "hung", "admin", "stranger"])
def test_a_list_is_there_for_its_sender_alone(world, person):
    sheet_id = send(world, nominees(1))

    for command in (submit_list, drop_list, lambda *of, now: take_list(*of, doubtful=True, now=now)):
        with pytest.raises(NotFound), transaction(world.database) as session:
            command(session, world.who(person), sheet_id, now=NOON)


def test_who_is_no_clerk_any_more_does_nothing_and_what_they_ordered_stops(world):
    sheet_id = send(world, nominees(2))
    take(world, sheet_id)
    give_role(world, "lan", until=NOON)

    take_all(world, sheet_id)

    assert (sheet_of(world, sheet_id).status, names(world)) == ("stopped", [])
    with pytest.raises(NotAllowed):
        take(world, sheet_id)


def test_a_round_that_is_over_takes_no_list(world):
    sheet_id = send(world, nominees(1))

    with pytest.raises(Refused, match="Đợt 11/2026"):
        take(world, sheet_id, now=NOON + TEN_DAYS)

    assert sheet_of(world, sheet_id).status == "read"


def test_an_award_that_ended_takes_no_list_and_no_row(world):
    early, late = send(world, nominees(1)), send(world, nominees(1))
    take(world, early)
    with transaction(world.database) as session:
        session.execute(update(AwardKind).values(valid_to=date(2026, 11, 22)))

    with pytest.raises(Refused, match="no such award"):
        take(world, late)
    take_all(world, early)

    assert problems(world, early) == {2: "There is no such award today."}
    assert sheet_of(world, early).status == "taken"
    assert names(world) == []


def test_who_may_stand_twice_is_left_out_unless_wanted(world):
    propose(world, name="LÒ THỊ PÁO 2")
    rows = [*nominees(2), nominees(1)[0]]
    first, second = send(world, rows), send(world, rows)

    take(world, first)
    take_all(world, first)
    take(world, second, doubtful=True)
    take_all(world, second)

    assert problems(world, first) == dict.fromkeys((3, 4), "Left out, because it may stand twice.")
    assert (sheet_of(world, first).done, sheet_of(world, second).done) == (1, 3)


def test_mended_rows_come_under_the_same_letter(world):
    taken(world, nominees(1))
    taken(world, nominees(1, nominee_name="Hờ A Dế"))
    other = send(world, nominees(1, nominee_name="Vàng Thị Mỷ"), letter={**LETTER, "letter_number": "16/TTr"})
    take(world, other)

    assert [letter.number for letter in world.all(Submission)] == [LETTER["letter_number"], "16/TTr"]


def test_a_dropped_list_is_forgotten_and_its_dossiers_stay(world):
    sheet_id = taken(world, nominees(1))

    with transaction(world.database) as session:
        drop_list(session, world.who("lan"), sheet_id, now=NOON)

    assert (sheet_of(world, sheet_id).rows, names(world)) == ([], ["Lò Thị Páo 1"])
    with pytest.raises(NotFound):
        submit(world, sheet_id)


def test_a_list_at_work_is_not_dropped(world):
    sheet_id = send(world, nominees(1))
    take(world, sheet_id)

    with pytest.raises(Refused, match="being worked on"), transaction(world.database) as session:
        drop_list(session, world.who("lan"), sheet_id, now=NOON)


def failed_at(world, step):
    """A list whose job of this step is dead."""
    sheet_id = send(world, nominees(1))
    if step is submit:
        take(world, sheet_id)
        work(world, NOON)
    step(world, sheet_id)
    work(world, NOON, dict.fromkeys(("take_sheet", "submit_sheet"), Handled(GiveUp("broken"))))
    return sheet_id


@pytest.mark.parametrize("step", [take, submit])
def test_a_list_whose_job_was_given_up_stops_and_is_gone_on_with(world, step):
    sheet_id = failed_at(world, step)
    (job,) = dead(world)

    with transaction(world.database) as session:
        dismiss_job(session, world.who("admin"), job.id, "Hỏng", now=NOON)

    assert sheet_of(world, sheet_id).status == "stopped"
    step(world, sheet_id)
    work(world, NOON)
    assert sheet_of(world, sheet_id).status == ("taken" if step is take else "submitted")


@pytest.mark.parametrize("step", [take, submit])
def test_a_list_whose_job_died_goes_on_when_it_is_ordered_again(world, step):
    sheet_id = failed_at(world, step)

    step(world, sheet_id)
    work(world, NOON)

    assert sheet_of(world, sheet_id).status == ("taken" if step is take else "submitted")


def test_a_hundred_nominees_cost_no_more_each_than_ten(world):
    everybody = iter([{**row, "achievement": "Hoàn thành xuất sắc nhiệm vụ. " * 20} for row in nominees(120)])

    def cpu_of_each(wanted):
        rows = list(islice(everybody, wanted))
        begun = time.process_time()
        taken(world, rows)
        return (time.process_time() - begun) / wanted

    cpu_of_each(10)  # loads what the later ones find loaded
    few, many = cpu_of_each(10), cpu_of_each(100)

    assert len(names(world)) == 120
    assert many < 1.5 * few


def test_a_long_list_queues_up_again_so_that_other_jobs_have_their_turn(world, monkeypatch):
    monkeypatch.setattr("service.worker.sheets.AT_ONCE", 1)
    sheet_id = send(world, nominees(12))
    take(world, sheet_id)

    take_all(world, sheet_id)
    assert len(names(world)) == 10
    work(world, NOON)

    assert len(names(world)) == 12
    assert sheet_of(world, sheet_id).status == "taken"

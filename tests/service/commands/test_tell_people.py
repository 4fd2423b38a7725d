"""Who is told what, once, and who is not."""

from collections import Counter
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, update
from sqlalchemy import event as sql

from factories import NOON, act, build_world, propose, vote, walk
from service.commands.answer_question import answer_question
from service.commands.ask_colleague import ask_colleague
from service.commands.cast_ballots import cast_ballots
from service.commands.claim_task import claim_task
from service.commands.comment_on import comment_on
from service.commands.follow_dossier import follow_dossier
from service.commands.reassign_task import reassign_task
from service.commands.recall_task import recall_task
from service.commands.remind_people import remind_people
from service.commands.resume_dossier import resume_dossier
from service.commands.suspend_dossier import suspend_dossier
from service.commands.tell_people import tell_people
from service.commands.withdraw_dossier import withdraw_dossier
from service.db import transaction
from service.models import Dossier, Notice, Person, RoleGrant

RETURN = {"outcome": "return", "missing": "Thiếu biên bản họp xét."}


@contextmanager
def counted(database):
    statements = []

    def said(_connection, _cursor, text, *_):
        statements.append(text)

    sql.listen(database, "before_cursor_execute", said)
    yield statements
    sql.remove(database, "before_cursor_execute", said)


def quiet(world, dossier_id):
    """Everybody has been told, and has forgotten it."""
    with transaction(world.database) as session:
        tell_people(session, dossier_id, now=NOON)
        session.execute(delete(Notice))


def told(world, dossier_id, now=NOON):
    """Who is told what now, by name."""
    before = {notice.id for notice in world.all(Notice)}
    with transaction(world.database) as session:
        number = tell_people(session, dossier_id, now=now)
    names = {person: name for name, person in world.people.items()}
    new = [notice for notice in world.all(Notice) if notice.id not in before]
    assert number == len(new)
    return {(names[notice.person_id], notice.kind) for notice in new}


def do(world, verb, name, *args, **more):
    with transaction(world.database) as session:
        return verb(session, world.who(name), *args, now=NOON, **more)


def test_each_step_tells_those_who_may_act_next_and_never_who_made_it(world):
    dossier_id = propose(world)
    quiet(world, dossier_id)
    expected = {
        "lan": {("hung", "task_opened")},
        "hung": {("minh", "task_opened")},
        "minh": {("intake", "task_opened")},
        "intake": {("thu", "task_opened"), ("binh", "task_opened")},
        "thu": {("lead", "task_opened")},
        "lead": {("secretary", "task_opened")},
        "secretary": {(member, "ballot") for member in world.members},
    }
    for name, heard in expected.items():
        act(world, name, dossier_id)
        assert told(world, dossier_id) == heard, name
    vote(world, dossier_id)
    assert told(world, dossier_id) == {("chair", "task_opened"), ("vice", "task_opened")}
    act(world, "vice", dossier_id)
    assert told(world, dossier_id) == {("records", "task_opened"), ("chair", "acted_for")}
    act(world, "records", dossier_id)
    assert told(world, dossier_id) == {("lan", "ended")}


def test_nobody_is_told_twice_and_a_second_run_tells_nothing(world):
    dossier_id = walk(world, "appraisal")
    first = told(world, dossier_id)

    assert ("thu", "task_opened") in first
    assert told(world, dossier_id) == set()
    with transaction(world.database) as session:  # as after a restored backup
        session.execute(update(Dossier).values(told=0))
    before = len(world.all(Notice))
    with transaction(world.database) as session:
        tell_people(session, dossier_id, now=NOON)
    assert len(world.all(Notice)) == before
    assert max(Counter((one.person_id, one.key) for one in world.all(Notice)).values()) == 1


def test_what_was_done_meanwhile_is_no_longer_news(world):
    dossier_id = walk(world, "agency_approval")
    do(world, claim_task, "lead", world.item(dossier_id).id)

    assert {kind for _, kind in told(world, dossier_id)} <= {"moved"}


def test_a_return_tells_the_unit_and_whoever_began_the_dossier(world):
    dossier_id = walk(world, "intake")
    quiet(world, dossier_id)
    act(world, "intake", dossier_id, RETURN)

    assert told(world, dossier_id) == {("lan", "returned")}


def test_followers_hear_of_every_step_unless_it_concerns_them_more(world):
    dossier_id = walk(world, "appraisal")
    code = world.dossier(dossier_id).code
    for name in ("lead", "inspector", "thu"):
        do(world, follow_dossier, name, code)
        do(world, follow_dossier, name, code)
    quiet(world, dossier_id)
    act(world, "thu", dossier_id)

    assert told(world, dossier_id) == {("lead", "task_opened"), ("inspector", "moved")}


def test_who_may_no_longer_know_of_it_is_not_told(world):
    dossier_id = walk(world, "appraisal")
    for name in ("inspector", "auditor"):
        do(world, follow_dossier, name, world.dossier(dossier_id).code)
    quiet(world, dossier_id)
    with transaction(world.database) as session:
        session.execute(update(RoleGrant).where(RoleGrant.person_id == world.people["inspector"]).values(ended_at=NOON))
        session.execute(update(Person).where(Person.id == world.people["auditor"]).values(left_at=NOON))
    act(world, "thu", dossier_id)

    assert told(world, dossier_id) == {("lead", "task_opened")}


def test_a_task_handed_on_is_told_to_both(world):
    dossier_id = walk(world, "appraisal")
    item = world.item(dossier_id)
    do(world, claim_task, "thu", item.id)
    quiet(world, dossier_id)
    do(world, reassign_task, "lead", item.id, world.people["binh"], "Chị Thu nghỉ")

    assert told(world, dossier_id) == {("binh", "task_assigned"), ("thu", "task_taken")}


def test_reminders_reach_whoever_is_to_act_before_and_after_the_day(world):
    dossier_id = walk(world, "appraisal")
    quiet(world, dossier_id)
    due = datetime.combine(world.item(dossier_id).due_on, NOON.timetz())
    for later, kind in ((due, "task_reminded"), (due + timedelta(days=30), "task_overdue")):
        with transaction(world.database) as session:
            assert remind_people(session, dossier_id, now=later) == 1
        assert told(world, dossier_id, later) == {("thu", kind), ("binh", kind)}


def test_an_open_ballot_is_reminded_of_to_its_member_alone(world):
    dossier_id = walk(world, "council_ballot")
    voted = world.items(dossier_id)[0]
    member = next(name for name, person in world.people.items() if person == voted.assignee_id)
    do(world, cast_ballots, member, {voted.id: "no"})
    quiet(world, dossier_id)
    with transaction(world.database) as session:
        remind_people(session, dossier_id, now=NOON + timedelta(days=30))

    heard = told(world, dossier_id, NOON + timedelta(days=30))

    assert heard == {(name, "task_overdue") for name in world.members if name != member}
    assert "no" not in [value for notice in world.all(Notice) for value in notice.data.values()]


def test_talk_reaches_whom_it_is_meant_for(world):
    dossier_id = walk(world, "appraisal")
    code = world.dossier(dossier_id).code
    do(world, follow_dossier, "auditor", code)
    quiet(world, dossier_id)
    do(world, comment_on, "thu", code, "Nhờ @binh và @thu xem giúp minh chứng mật.")
    assert told(world, dossier_id) == {("binh", "mentioned"), ("auditor", "commented")}

    question = do(world, ask_colleague, "thu", world.item(dossier_id).id, world.people["minh"], "Cụm đã xét năm nào?")
    assert told(world, dossier_id) == {("minh", "asked"), ("auditor", "commented")}

    do(world, answer_question, "minh", question.id, "Năm 2026, anh hỏi thêm @lead nhé.")
    assert told(world, dossier_id) == {("thu", "answered"), ("lead", "mentioned"), ("auditor", "commented")}
    assert "minh chứng mật" not in str([notice.data for notice in world.all(Notice)])


def test_standing_still_going_on_and_ending_are_told_to_those_with_a_stake(world):
    dossier_id = walk(world, "appraisal")
    do(world, claim_task, "thu", world.item(dossier_id).id)
    quiet(world, dossier_id)
    do(world, suspend_dossier, "inspector", dossier_id, "Xác minh đơn")
    assert told(world, dossier_id) == {("thu", "suspended"), ("lan", "suspended")}
    do(world, resume_dossier, "lead", dossier_id)
    assert told(world, dossier_id) == {("thu", "resumed"), ("lan", "resumed")}
    do(world, withdraw_dossier, "hung", dossier_id, "Nhầm người")
    assert told(world, dossier_id) == {("lan", "withdrawn")}


def test_a_step_taken_back_is_told_to_whose_dossier_it_is(world):
    dossier_id = walk(world, "appraisal")
    item = world.item(dossier_id)
    act(world, "thu", dossier_id)
    quiet(world, dossier_id)
    do(world, recall_task, "thu", item.id, reason="Gửi nhầm")

    assert told(world, dossier_id) == {("lan", "recalled")}


def test_a_dossier_that_cannot_move_on_is_told(world):
    dossier_id = walk(world, "appraisal")
    with transaction(world.database) as session:
        session.execute(update(RoleGrant).where(RoleGrant.role == "agency_lead").values(ended_at=NOON))
    quiet(world, dossier_id)
    act(world, "thu", dossier_id)

    assert told(world, dossier_id) == {("lan", "held_up")}


@pytest.mark.parametrize(
    ("mail", "email", "due"), [("each", "m1@hv.vn", 1), ("none", "m1@hv.vn", 0), ("each", None, 0)]
)
def test_only_who_wants_it_and_has_an_address_is_mailed(world, mail, email, due):
    dossier_id = walk(world, "council_ballot")
    with transaction(world.database) as session:
        session.execute(update(Person).where(Person.id == world.people["m1"]).values(mail=mail, email=email))
    told(world, dossier_id)

    assert sum(notice.mail_due for notice in world.all(Notice)) == due


def test_telling_nine_or_two_hundred_members_takes_as_many_statements(database):
    world = build_world(database, members=200)
    small, large = walk(world, "council_opening"), walk(world, "council_ballot")
    costs = []
    for dossier_id in (small, large):
        with counted(world.database) as statements, transaction(world.database) as session:
            tell_people(session, dossier_id, now=NOON)
        costs.append(len([text for text in statements if not text.startswith("begin")]))

    assert costs[1] <= costs[0] + 1
    assert costs[0] <= 14


def test_what_is_not_there_has_nothing_to_tell(world):
    with transaction(world.database) as session:
        assert tell_people(session, world.people["lan"], now=NOON) == 0

"""Comments, questions and answers: who may, what is kept, and that nobody sees or may do more by it."""

import pytest
from sqlalchemy import update

from factories import NOON, propose, walk
from service.commands.answer_question import answer_question
from service.commands.ask_colleague import ask_colleague
from service.commands.claim_task import claim_task
from service.commands.comment_on import comment_on
from service.commands.follow_dossier import follow_dossier
from service.commands.read_notices import read_notices
from service.commands.tell_people import tell_people
from service.commands.unfollow_dossier import unfollow_dossier
from service.db import reading, transaction
from service.errors import Conflict, NotAllowed, NotFound, Refused
from service.events import dossier_stream, verify
from service.models import Comment, Dossier, EventDetail, Following, Notice, RoleGrant
from service.permissions import can_see
from service.queries.comments import comments_of, readers
from service.queries.questions import questions_about, questions_of

CANNOT = (NotAllowed, NotFound, Refused, Conflict)


@pytest.fixture
def dossier_id(world):
    """A dossier that is being appraised."""
    return walk(world, "appraisal")


def code(world, dossier_id):
    return world.dossier(dossier_id).code


def do(world, verb, name, *args, **more):
    with transaction(world.database) as session:
        return verb(session, world.who(name), *args, now=NOON, **more)


def may(world, verb, names, *args):
    """Who of them succeeds."""
    found = set()
    for name in names:
        try:
            do(world, verb, name, *args)
            found.add(name)
        except CANNOT:
            continue
    return found


def test_who_sees_the_dossier_comments_but_for_those_who_only_watch(world, dossier_id):
    names = [name for name in world.people if not name.startswith("m") or name in ("mai", "minh", "m1")]

    commented = may(world, comment_on, names, code(world, dossier_id), "Đã đọc.")

    with reading(world.database) as session:
        seen = {name for name in names if can_see(session, world.who(name), world.dossier(dossier_id))}
    assert commented == seen - {"inspector", "auditor"}
    assert {"lan", "minh", "thu", "records"} <= commented


def test_before_submission_only_the_unit_talks(world):
    drafted = code(world, propose(world))

    assert may(world, comment_on, world.people, drafted, "Nháp") == {"lan", "hung"}


def test_whom_the_dossier_honours_says_nothing_on_it(world):
    dossier_id = propose(world, nominee_person_id=world.people["hung"])

    with pytest.raises(NotAllowed):
        do(world, comment_on, "hung", code(world, dossier_id), "Cảm ơn")


def test_a_text_is_kept_as_it_was_meant(world, dossier_id):
    kept = {
        "  Một.\r\nHai.\n\n": "Một.\nHai.",
        "<script>alert(1)</script>": "<script>alert(1)</script>",
        "e\u0302m\x00\x1b[2J": "êm[2J",
        "x" * 4000: "x" * 4000,
        "viết tới a@binh.vn": "viết tới a@binh.vn",
    }
    for text, expected in kept.items():
        comment = do(world, comment_on, "thu", code(world, dossier_id), text)
        assert (comment.text, comment.mentions) == (expected, [])


def test_what_cannot_be_said_is_refused_and_leaves_nothing(world, dossier_id):
    before = world.dossier(dossier_id).events
    for text in ("", " \n\t ", "x" * 4001, "Nhờ @mai xem", "Nhờ @nobody.here xem", "@mai"):
        with pytest.raises(Refused) as refused:
            do(world, comment_on, "thu", code(world, dossier_id), text)
        assert "@" not in text or text.split("@")[1].split()[0] in refused.value.reason.text

    assert world.all(Comment) == []
    assert world.dossier(dossier_id).events == before


def test_only_readers_are_named_once_each_however_they_are_written(world, dossier_id):
    comment = do(world, comment_on, "thu", code(world, dossier_id), "@Binh, @binh và @lead. Gửi (@records)!")

    assert comment.mentions == [str(world.people[name]) for name in ("binh", "lead", "records")]


def test_the_text_lies_in_the_chain_where_it_can_be_erased(world, dossier_id):
    do(world, comment_on, "thu", code(world, dossier_id), "Nội dung sẽ xóa")
    with transaction(world.database) as session:
        last = world.dossier(dossier_id).events
        detail = session.get_one(EventDetail, (dossier_stream(dossier_id), last))
        assert detail.fields["text"]["value"] == "Nội dung sẽ xóa"
        detail.fields = {**detail.fields, "text": {"hash": detail.fields["text"]["hash"]}}

    with reading(world.database) as session:
        assert verify(session, dossier_stream(dossier_id)) is None


def test_comments_are_shown_oldest_first_page_by_page_with_the_names_told_apart(world, dossier_id):
    for number in range(5):
        do(world, comment_on, "thu", code(world, dossier_id), f"{number}: nhờ @binh")
    with reading(world.database) as session:
        dossier = session.get_one(Dossier, dossier_id)
        last = comments_of(session, world.who("binh"), dossier, limit=3)
        first = comments_of(session, world.who("auditor"), dossier, before=last.earlier, limit=3)

    assert [one.pieces[0][0][0] for one in last.said] == ["2", "3", "4"]
    assert [one.pieces[0][0][0] for one in first.said] == ["0", "1"]
    assert last.said[0].pieces[1] == ("@Binh", True)
    assert (last.reason, first.earlier) == (None, None)
    assert first.reason.code == "watching"


def test_a_question_widens_nothing_and_holds_nothing_up(world, dossier_id):
    item = world.item(dossier_id)
    do(world, claim_task, "thu", item.id)
    question = do(world, ask_colleague, "thu", item.id, world.people["hoa"], "Cụm xếp thứ mấy?")

    with reading(world.database) as session:
        asked = questions_of(session, world.who("hoa")).to_me
        mine = questions_of(session, world.who("thu")).from_me
        about = questions_about(session, world.item(dossier_id))
    assert [one.id for one in asked] == [one.id for one in mine] == [one.id for one in about] == [question.id]
    assert world.item(dossier_id).assignee_id == world.people["thu"]
    with pytest.raises(CANNOT):
        do(world, claim_task, "hoa", item.id)

    answer = do(world, answer_question, "hoa", question.id, "Thứ hai.")
    with reading(world.database) as session:
        assert questions_of(session, world.who("hoa")).to_me == ()
        assert questions_about(session, world.item(dossier_id)) == ()
    assert answer.answers_id == question.id


def test_only_somebody_else_who_may_read_and_write_is_asked(world, dossier_id):
    for asked in ("mai", "admin", "auditor", "thu", "stranger", None):
        with pytest.raises(Refused):
            do(world, ask_colleague, "thu", world.item(dossier_id).id, world.people.get(asked), "Sao?")

    assert world.all(Comment) == []


def test_only_who_may_do_the_task_asks_about_it_and_each_colleague_once_at_a_time(world, dossier_id):
    item, hoa = world.item(dossier_id), world.people["hoa"]

    assert may(world, ask_colleague, world.people, item.id, hoa, "Cụm xếp thứ mấy?") == {"thu", "binh"}
    with pytest.raises(Refused):
        do(world, ask_colleague, "thu", item.id, hoa, "Còn đó không?")


def test_a_question_is_answered_once_by_who_was_asked_and_still_may_read(world, dossier_id):
    question = do(world, ask_colleague, "thu", world.item(dossier_id).id, world.people["hoa"], "Thứ mấy?")
    others = [name for name in world.people if name != "hoa"]
    assert may(world, answer_question, others, question.id, "Tôi biết") == set()
    with pytest.raises(Refused):
        do(world, answer_question, "hoa", question.id, "  ")
    do(world, answer_question, "hoa", question.id, "Thứ hai.")
    with pytest.raises(Conflict):
        do(world, answer_question, "hoa", question.id, "Thứ ba.")

    again = do(world, ask_colleague, "thu", world.item(dossier_id).id, world.people["hoa"], "Chắc không?")
    with transaction(world.database) as session:
        session.execute(update(RoleGrant).where(RoleGrant.person_id == world.people["hoa"]).values(ended_at=NOON))
    with pytest.raises(NotFound):
        do(world, answer_question, "hoa", again.id, "Chắc.")
    with reading(world.database) as session:
        assert questions_of(session, world.who("hoa")).to_me == ()


def test_offered_are_only_readers_whose_name_fits(world, dossier_id):
    with reading(world.database) as session:
        dossier = session.get_one(Dossier, dossier_id)
        offered = {
            text: {one.username for one in readers(session, world.who("thu"), dossier, text, now=NOON)}
            for text in ("in", "MAI", "thu", "%", "_")
        }

    assert offered == {
        "in": {"binh", "inspector", "intake", "minh"},
        "MAI": set(),
        "thu": set(),
        "%": set(),
        "_": set(),
    }


def test_following_twice_is_following_once_and_ends(world, dossier_id):
    for _ in range(2):
        do(world, follow_dossier, "inspector", code(world, dossier_id))
    assert [one.person_id for one in world.all(Following)] == [world.people["inspector"]]
    with pytest.raises(NotFound):
        do(world, follow_dossier, "mai", code(world, dossier_id))
    with pytest.raises(NotFound):
        do(world, unfollow_dossier, "mai", code(world, dossier_id))
    for _ in range(2):
        do(world, unfollow_dossier, "inspector", code(world, dossier_id))
    assert world.all(Following) == []


def test_ones_own_notices_are_read_and_nobody_elses(world, dossier_id):
    with transaction(world.database) as session:
        tell_people(session, dossier_id, now=NOON)
    theirs = {name: [n for n in world.all(Notice) if n.person_id == world.people[name]] for name in ("thu", "binh")}
    with pytest.raises(NotFound):
        do(world, read_notices, "thu", [theirs["binh"][0].id])

    assert [do(world, read_notices, "thu", [theirs["thu"][0].id]) for _ in range(2)] == [1, 0]
    assert do(world, read_notices, "thu") == 0
    assert all(one.read_at is None for one in world.all(Notice) if one.person_id == world.people["binh"])

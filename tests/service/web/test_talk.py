"""Talking in the browser: the comments tab, the bell, questions, following, taking back."""

import pytest
from sqlalchemy import update

from factories import NOON, act, walk
from service.commands.ask_colleague import ask_colleague
from service.commands.claim_task import claim_task
from service.commands.tell_people import tell_people
from service.db import transaction
from service.models import Comment, Following, Notice, RoleGrant
from visits import said


@pytest.fixture
def appraisal(world):
    """An open appraisal."""
    return world.item(walk(world, "appraisal"))


def page_of(world, item):
    return f"/dossiers/{world.dossier(item.dossier_id).code}"


def tell(world, item):
    with transaction(world.database) as session:
        tell_people(session, item.dossier_id, now=NOON)


def no_longer(world, name):
    with transaction(world.database) as session:
        session.execute(update(RoleGrant).where(RoleGrant.person_id == world.people[name]).values(ended_at=NOON))


def own_notice(world, name):
    return next(one for one in world.all(Notice) if one.person_id == world.people[name])


def test_a_comment_is_written_escaped_counted_and_told(world, visit, appraisal):
    thu, binh, address = visit("thu"), visit("binh"), page_of(world, appraisal)

    answer = thu.post(f"{address}/comments", {"text": "<b>Nhờ</b> @binh xem"})
    page = binh.get(f"{address}/comments")
    tell(world, appraisal)

    assert answer.status_code == 303
    assert "&lt;b&gt;Nhờ&lt;/b&gt;" in page.text
    assert '<b class="named">@Binh</b>' in page.text
    assert "Trao đổi 1" in said(page)
    assert "Thu nhắc đến ông/bà." in said(binh.get("/notices"))


def test_a_refused_comment_comes_back_with_what_was_typed(world, visit, appraisal):
    page = visit("thu").post(f"{page_of(world, appraisal)}/comments", {"text": "Nhờ @mai xem gấp"})

    assert page.status_code == 422
    assert "@mai không được đọc hồ sơ này" in said(page)
    assert "Nhờ @mai xem gấp</textarea>" in page.text
    assert world.all(Comment) == []


def test_who_only_watches_reads_and_finds_no_form(world, visit, appraisal):
    page = visit("auditor").get(f"{page_of(world, appraisal)}/comments")

    assert "chỉ đọc hồ sơ, không viết" in said(page)
    assert 'name="text"' not in page.text


def test_people_are_offered_as_plain_data(world, visit, appraisal):
    offered = visit("thu").get(f"{page_of(world, appraisal)}/people?q=bin").json

    assert offered == [{"username": "binh", "name": "Binh", "position": ""}]


def test_a_question_is_asked_shown_answered_and_told(world, visit, appraisal):
    thu, hoa, address = visit("thu"), visit("hoa"), page_of(world, appraisal)

    sent = thu.post(f"/items/{appraisal.id}/ask", {"asked": "@Hoa", "text": "Cụm xếp thứ mấy?"})
    waiting = said(thu.get(f"/inbox?item={appraisal.id}"))
    asked = said(hoa.get("/questions"))
    inbox = said(hoa.get("/inbox"))
    [question] = world.all(Comment)
    hoa.post(f"{address}/comments/{question.id}/answer", {"text": "Thứ hai."})
    tell(world, appraisal)

    assert sent.status_code == 303
    assert "Đang chờ Hoa trả lời" in waiting
    assert "Thu hỏi ông/bà" in asked
    assert "1 câu hỏi chờ ông/bà trả lời" in inbox
    assert "Hoa đã trả lời câu hỏi của ông/bà." in said(thu.get("/notices"))
    assert "Đang chờ Hoa" not in said(thu.get(f"/inbox?item={appraisal.id}"))
    assert hoa.post(f"{address}/comments/{question.id}/answer", {"text": "Lại."}).status_code == 409


@pytest.mark.parametrize("whom", ["mai", "nobody", "", "thu"])
def test_a_question_nobody_can_take_comes_back_as_typed(world, visit, appraisal, whom):
    page = visit("thu").post(f"/items/{appraisal.id}/ask", {"asked": whom, "text": "Sao vậy?"})

    assert page.status_code == 422
    assert "Câu hỏi chưa được gửi" in said(page)
    assert "Sao vậy?</textarea>" in page.text
    assert f'value="{whom}"' in page.text


def test_the_bell_counts_and_opening_a_notice_goes_to_its_place(world, visit, appraisal):
    tell(world, appraisal)
    binh = visit("binh")
    before = binh.get("/notices")

    opened = binh.post(f"/notices/{own_notice(world, 'binh').id}/open")

    assert "Thông báo chưa đọc 1" in said(before)
    assert "“Thẩm định hồ sơ” đang chờ nhóm của ông/bà." in said(before)
    assert opened.location == f"/inbox?item={appraisal.id}"
    assert "Thông báo chưa đọc 1" not in said(binh.get("/notices"))
    assert visit("thu").post(f"/notices/{own_notice(world, 'binh').id}/read").status_code == 404


def test_a_notice_of_what_one_may_no_longer_know_names_nothing_of_it(world, visit, appraisal):
    tell(world, appraisal)
    binh, code = visit("binh"), world.dossier(appraisal.dossier_id).code
    no_longer(world, "binh")

    page, opened = binh.get("/notices"), binh.post(f"/notices/{own_notice(world, 'binh').id}/open")

    assert "không còn được đọc" in said(page)
    assert not any(word in page.text for word in (code, "Nguyễn Thị Hạnh", "Thẩm định"))
    assert opened.location == "/notices"


def test_notices_come_in_pages_the_unread_first_and_are_read_at_once(world, visit):
    thu = world.people["thu"]
    with transaction(world.database) as session:
        for number in range(40):
            read_at = NOON if number % 2 else None
            session.add(Notice(person_id=thu, kind="moved", key=str(number), data={"task": f"Việc {number:02}"},
                               at=NOON, read_at=read_at))  # fmt: skip
    browser = visit("thu")
    first = browser.get("/notices")
    second = browser.get(first.text.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&"))
    shown = [said(page).count("Việc") for page in (first, second)]

    assert shown[0] >= 30
    assert first.text.count('class="unread"') == 20
    assert second.text.count('class="unread"') == 0
    browser.post("/notices/read")
    assert browser.get("/notices").text.count('class="unread"') == 0
    assert browser.get("/notices?after=nonsense").status_code == 200


def test_following_is_a_button_that_turns(world, visit, appraisal):
    inspector, address = visit("inspector"), page_of(world, appraisal)

    inspector.post(f"{address}/follow")
    followed = inspector.get(address).text
    followers = len(world.all(Following))
    inspector.post(f"{address}/unfollow")

    assert f'action="{address}/unfollow"' in followed
    assert (followers, len(world.all(Following))) == (1, 0)


def test_the_last_step_is_taken_back_from_the_list_of_the_done(world, visit, appraisal):
    act(world, "thu", appraisal.dossier_id, {"outcome": "eligible", "note": "Viết vội."})
    thu = visit("thu")
    done, dossier = thu.get(f"/inbox?filter=done&item={appraisal.id}"), thu.get(page_of(world, appraisal))

    empty = thu.post(f"/items/{appraisal.id}/recall", {"reason": " "})
    back = thu.post(f"/items/{appraisal.id}/recall", {"reason": "Gửi nhầm"})

    assert all(f'action="/items/{appraisal.id}/recall"' in page.text for page in (done, dossier))
    assert "/recall" not in visit("binh").get(page_of(world, appraisal)).text
    assert (empty.status_code, back.status_code) == (303, 303)
    assert "Viết vội." in thu.get(back.location).text
    assert "Thu hồi “Thẩm định hồ sơ”" in said(thu.get(f"{page_of(world, appraisal)}/history"))


def test_who_was_faster_is_told_when_it_is_too_late(world, visit, appraisal):
    act(world, "thu", appraisal.dossier_id)
    with transaction(world.database) as session:
        claim_task(session, world.who("lead"), world.item(appraisal.dossier_id).id, now=NOON)

    page = visit("thu").post(f"/items/{appraisal.id}/recall", {"reason": "Gửi nhầm"})

    assert page.status_code == 409
    assert "Lead" in said(page)
    assert f"/items/{appraisal.id}/recall" not in visit("thu").get(page_of(world, appraisal)).text


def test_a_question_about_what_one_may_not_know_is_not_there(world, visit, appraisal):
    with transaction(world.database) as session:
        hoa = world.people["hoa"]
        question = ask_colleague(session, world.who("thu"), appraisal.id, hoa, "Thứ mấy?", now=NOON)
    address = f"{page_of(world, appraisal)}/comments/{question.id}/answer"

    answers = {name: visit(name).post(address, {"text": "Tôi"}).status_code for name in ("mai", "binh", "auditor")}

    assert answers == {"mai": 404, "binh": 403, "auditor": 403}

"""Suspending a dossier and letting it go on, and dossiers that are held up, as their pages show them."""

import pytest

from council_votes import open_vote, vote
from factories import act, walk
from service.commands.suspend_dossier import suspend_dossier
from service.db import transaction
from service.models import Dossier
from visits import said


@pytest.fixture
def appraised(world):
    """A dossier that waits for appraisal."""
    return walk(world, "appraisal")


@pytest.fixture
def held_up(world):
    """A dossier whose intake the engine could not make."""
    dossier_id = walk(world, "intake")
    with transaction(world.database) as session:
        session.get_one(Dossier, dossier_id).state = b'{"format":1,"damaged":true}'
    act(world, "intake", dossier_id)
    return dossier_id


def address(world, dossier_id):
    return f"/dossiers/{world.dossier(dossier_id).code}"


@pytest.mark.parametrize("name", ["inspector", "lead"])
def test_a_dossier_is_suspended_with_a_reason_and_resumed(world, visit, appraised, name):
    person, page = visit(name), address(world, appraised)

    person.post(f"{page}/suspend", {"reason": "Xác minh đơn thư"})
    assert world.dossier(appraised).status == "suspended"
    assert "Cho hồ sơ đi tiếp" in said(person.get(page))
    person.post(f"{page}/resume")

    assert world.dossier(appraised).status == "running"
    history = said(person.get(f"{page}/history"))
    assert "Tạm dừng hồ sơ" in history
    assert "Lý do: Xác minh đơn thư" in history
    assert "Đã dừng 0 ngày làm việc" in history


def test_without_a_reason_nothing_is_suspended_and_the_page_says_so(world, visit, appraised):
    inspector, page = visit("inspector"), address(world, appraised)

    inspector.post(f"{page}/suspend", {"reason": " "})

    assert "Ghi lý do tạm dừng hồ sơ." in said(inspector.get(page))
    assert world.dossier(appraised).status == "running"


def test_others_are_not_offered_to_suspend(world, visit, appraised):
    page = address(world, appraised)

    offered = [name for name in ("thu", "hung", "inspector", "lead") if "/suspend" in visit(name).get(page).text]

    assert offered == ["inspector", "lead"]


def test_a_sitting_says_which_vote_waits_because_its_dossier_is_suspended(world, visit):
    waiting, other = walk(world, "council_opening"), walk(world, "council_opening")
    sitting = open_vote(world, [waiting, other])
    for member in world.members[:7]:
        vote(world, member, {waiting: "yes", other: "yes"})
    with transaction(world.database) as session:
        suspend_dossier(session, world.who("lead"), waiting, "Xác minh đơn thư", now=sitting.opened_at)
    secretary = visit("secretary")

    answer = secretary.post(f"/council/{sitting.id}/close")

    page = said(secretary.get(answer.location))
    assert f"phiếu vẫn mở: {world.dossier(waiting).code}." in page
    assert "Đồng ý 7" in page
    assert "Đủ để đóng." not in page


@pytest.mark.parametrize("name", ["lead", "inspector"])
def test_what_is_held_up_is_found_and_says_why(world, visit, held_up, appraised, name):
    person = visit(name)

    page = said(person.get("/dossiers?stage=held_up"))
    assert world.dossier(held_up).code in page
    assert world.dossier(appraised).code not in page
    assert "Vướng mắc 1" in page

    assert "Không tiếp tục được trạng thái đã lưu của hồ sơ." in said(person.get(address(world, held_up)))


def test_nobody_is_said_to_have_been_told_who_was_not(world, visit, held_up):
    page = said(visit("intake").get(address(world, held_up)))

    assert "quản trị viên" not in page
    assert "Vướng mắc" in page


def test_without_anything_held_up_only_those_who_look_after_it_have_the_tab(visit, appraised):
    shown = [name for name in ("thu", "lead", "inspector") if "Vướng mắc 0" in said(visit(name).get("/dossiers"))]

    assert shown == ["lead", "inspector"]

import pytest
from sqlalchemy import update

from council_votes import mine, open_vote, vote
from factories import NOON, propose, walk
from service.db import transaction
from service.models import Ballot, RoleGrant
from visits import said


@pytest.fixture
def voted_on(world):
    """Two dossiers on which the council votes, the second one secretly."""
    secret = propose(world, award_kind="CSTDT")
    dossiers = [walk(world, "council_opening"), walk(world, "council_opening", secret)]
    open_vote(world, dossiers)
    return dossiers


def test_the_sheet_shows_every_open_vote_with_its_summary(visit, voted_on):
    page = said(visit("m1").get("/ballots"))

    assert "Nguyễn Thị Hạnh" in page
    assert "dìu dắt mười hai" in page
    assert page.count("Bỏ phiếu kín: phần mềm chưa bảo vệ được bí mật lá phiếu.") == 1


def test_several_ballots_are_cast_together(world, visit, voted_on):
    first, second = (mine(world, "m1", dossier) for dossier in voted_on)

    page = visit("m1").post("/ballots", {f"vote-{first}": "yes", f"vote-{second}": "blank"})

    assert "Đã bỏ 2 phiếu." in said(page)
    assert "Ông/bà không còn phiếu nào đang mở." in said(page)
    assert sorted(ballot.choice for ballot in world.all(Ballot)) == ["blank", "yes"]


def test_a_row_without_a_choice_stays_open(world, visit, voted_on):
    m1 = visit("m1")

    m1.post("/ballots", {f"vote-{mine(world, 'm1', voted_on[0])}": "yes"})

    page = said(m1.get("/ballots"))
    assert "HS-2026-000001" in page
    assert "HS-2026-000002" not in page


def test_each_row_says_what_became_of_it(world, visit, voted_on):
    first, second = (mine(world, "m1", dossier) for dossier in voted_on)
    vote(world, "m1", {voted_on[0]: "no"})

    page = visit("m1").post("/ballots", {f"vote-{first}": "yes", f"vote-{second}": "yes"})

    assert "HS-2026-000002: Việc này không còn mở." in said(page)
    assert "HS-2026-000001: đã bỏ phiếu" in said(page)
    assert sorted(ballot.choice for ballot in world.all(Ballot)) == ["no", "yes"]


@pytest.mark.parametrize("choice", ["maybe", ""])
def test_a_choice_there_is_not_is_refused_and_the_row_stays(world, visit, voted_on, choice):
    page = visit("m1").post("/ballots", {f"vote-{mine(world, 'm1', voted_on[0])}": choice})

    assert page.status_code == 422
    assert '<tr class="wrong">' in page.text
    assert world.all(Ballot) == []


def test_casting_nothing_says_so(visit, voted_on):
    page = visit("m1").post("/ballots", {})

    assert page.status_code == 422
    assert "Chưa bỏ phiếu nào" in said(page)


def test_open_ballots_are_counted_beside_their_sheet(world, visit, voted_on):
    m1 = visit("m1")
    assert "Phiếu biểu quyết 2" in said(m1.get("/dossiers"))

    m1.post("/ballots", {f"vote-{mine(world, 'm1', voted_on[0])}": "yes"})

    assert "Phiếu biểu quyết 1" in said(m1.get("/dossiers"))


def test_the_sheet_is_for_members(visit, voted_on):
    assert visit("secretary").get("/ballots").status_code == 403


def test_who_sat_on_the_council_when_the_vote_was_opened_keeps_the_sheet(world, visit, voted_on):
    with transaction(world.database) as session:
        session.execute(update(RoleGrant).where(RoleGrant.person_id == world.people["m1"]).values(ended_at=NOON))
    vote(world, "m1", dict.fromkeys(voted_on, "yes"))

    page = visit("m1").get("/ballots")

    assert page.status_code == 200
    assert "Ông/bà không có phiếu nào đang mở" in said(page)


def test_without_a_vote_the_sheet_says_when_there_will_be_one(visit):
    assert "Ông/bà không có phiếu nào đang mở" in said(visit("m1").get("/ballots"))

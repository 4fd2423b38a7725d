"""Who waits for whom: what lies with the reader, and where what they passed on lies now."""

from factories import propose, walk
from visits import said

WALKED = "Nguyễn Thị Hạnh"
"""Whom the usual proposal names."""


def test_the_reader_sees_who_waits_for_them_and_for_whom_they_wait(world, visit):
    walked = walk(world, "appraisal", propose(world))
    propose(world, name="Lò Thị Páo")
    visit("thu").post(f"/items/{world.item(walked).id}/claim")

    page = said(visit("lan").get("/inbox/waiting"))

    mine, theirs = page.split("Tôi đang chờ ai")
    assert "Lò Thị Páo" not in mine
    assert WALKED not in mine
    assert WALKED in theirs
    assert "Lò Thị Páo" not in page
    assert WALKED in said(visit("thu").get("/inbox/waiting")).split("Tôi đang chờ ai")[0]


def test_what_the_readers_own_group_may_take_is_not_waited_for(world, visit):
    walk(world, "appraisal", propose(world))

    theirs = said(visit("hung").get("/inbox/waiting")).split("Tôi đang chờ ai")[1]
    appraisers = said(visit("thu").get("/inbox/waiting"))

    assert WALKED in theirs
    assert WALKED not in appraisers
    assert "1 việc đang chờ nhóm của ông/bà." in appraisers


def test_a_vote_is_one_line_however_many_members_it_has(world, visit):
    walk(world, "council_ballot", propose(world))

    theirs = said(visit("secretary").get("/inbox/waiting")).split("Tôi đang chờ ai")[1]

    assert theirs.count(WALKED) == 1
    assert "9 ủy viên" in theirs

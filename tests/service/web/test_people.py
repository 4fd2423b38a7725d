"""The pages about people, in the browser of an administrator and of everybody about themselves."""

import re

import pytest

from factories import walk
from people_acts import grant_of
from service.models import Absence, Delegation, Event, Person, RoleGrant, SignIn
from visits import Visitor, said

STAY = {"name": "Người Mới", "username": "nguoi.moi", "position": "Chuyên viên", "unit": "SYT", "email": "m@hv.vn"}


def test_an_administrator_enters_a_person_gives_a_role_and_a_password_link(world, visit):
    admin = visit("admin")

    entered = admin.post("/people/new", STAY, follow_redirects=True)
    person = entered.request.path
    assert "Đã thêm Người Mới" in said(entered)
    granted = admin.post(
        f"{person}/roles/new",
        {"role": "unit_clerk", "unit": "SYT", "valid_from": "23/11/2026", "basis": "Quyết định số 5"},
        follow_redirects=True,
    )
    assert "Sở Y tế" in said(granted)
    link = re.search(r"http://[^<\s]+/password[^<\s]+", admin.post(f"{person}/password").text)
    assert link is not None

    stranger = Visitor(admin.client.application)
    path = "/" + link[0].split("/", 3)[3]
    chosen = {"new": "ba quả chuối xanh", "again": "ba quả chuối xanh"}
    assert stranger.post(path, chosen).status_code == 303
    assert stranger.post("/sign-in", {"username": "nguoi.moi", "password": chosen["new"]}).status_code == 303


@pytest.mark.parametrize(("name", "offered"), [("thu", True), ("chair", False), ("vice", False)])
def test_a_password_link_is_offered_for_whoever_does_not_decide(world, visit, name, offered):
    page = visit("admin").get(f"/people/{world.people[name]}")

    assert (f"/people/{world.people[name]}/password" in page.text) is offered
    assert ("quản trị viên không đổi địa chỉ thư" in said(page)) is not offered


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"username": "lan"}, "đã có người dùng"),
        ({"username": "có dấu"}, "Tên đăng nhập"),
        ({"name": ""}, "Họ và tên"),
        ({"email": "khong"}, "ten@example.vn"),
        ({"unit": "KHONG"}, "Không có đơn vị này"),
    ],
)
def test_a_wrong_entry_comes_back_as_typed_with_its_message(visit, wrong, message):
    answer = visit("admin").post("/people/new", STAY | wrong)

    assert answer.status_code == 422
    assert message in said(answer)
    assert 'value="Chuyên viên"' in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_the_address_of_who_decides_is_refused_at_its_field(world, visit):
    entry = {"name": "Chair", "username": "chair", "unit": "VP", "email": "toi@hv.vn"}

    answer = visit("admin").post(f"/people/{world.people['chair']}/edit", entry)

    assert answer.status_code == 422
    assert 'id="q-email-error"' in answer.text


def test_two_administrators_who_change_one_person_see_who_was_faster(world, visit):
    admin = visit("admin")
    person = f"/people/{world.people['thu']}"
    seen = re.search(r'name="seen" value="(\w+)"', admin.get(f"{person}/edit").text)
    assert seen is not None
    entry = {"name": "Thu", "username": "thu", "unit": "BTD", "seen": seen[1]}

    assert admin.post(f"{person}/edit", entry | {"position": "Trưởng phòng"}).status_code == 303
    late = admin.post(f"{person}/edit", entry | {"position": "Phó phòng"})

    assert late.status_code == 409
    assert "Admin" in said(late)
    assert 'value="Phó phòng"' in late.text
    page = said(admin.get(person))
    assert "Sửa thông tin" in page
    assert "Trưởng phòng" in page


def test_what_nobody_could_do_is_told_before_a_person_goes(world, visit):
    walk(world, "agency_approval")
    admin, person = visit("admin"), f"/people/{world.people['lead']}"

    asked = said(admin.get(f"{person}/leave"))
    assert "Không còn ai khác làm được" in asked
    assert "1 việc đang mở" in asked
    refused = admin.post(f"{person}/leave", {"reason": " "})
    assert (refused.status_code, "Hãy ghi lý do" in said(refused)) == (422, True)
    gone = admin.post(f"{person}/leave", {"reason": "Nghỉ hưu"}, follow_redirects=True)
    assert "đã ngừng" in said(gone)
    assert "Nghỉ hưu" in said(gone)
    assert admin.post(f"{person}/leave", {"reason": "Nghỉ hưu"}).status_code == 409
    back = admin.post(f"{person}/return", {"reason": "Nhầm người"}, follow_redirects=True)
    assert "đăng nhập được trở lại" in said(back)


def test_ending_a_role_tells_what_it_leaves_undone_and_takes_the_session_nowhere(world, visit):
    walk(world, "agency_approval")
    grant_id = grant_of(world, "lead").id
    admin = visit("admin")

    assert "Duyệt thẩm định" in said(admin.get(f"/people/roles/{grant_id}/end"))
    assert admin.post(f"/people/roles/{grant_id}/end", {"reason": "Chuyển công tác"}).status_code == 303
    assert admin.post(f"/people/roles/{grant_id}/end", {"reason": "Lần nữa"}).status_code == 409
    assert not world.who("lead").roles


def test_the_ballots_a_role_bars_somebody_from_are_told_before_it_is_granted(world, visit):
    code = world.dossier(walk(world, "council_ballot")).code
    admin, roles = visit("admin"), f"/people/{world.people['m1']}/roles/new"
    admin.post(f"/people/roles/{grant_of(world, 'm1').id}/end", {"reason": "Chuyển công tác"})
    role = {"role": "publisher", "valid_from": "23/11/2026", "basis": "Quyết định số 5"}

    told = admin.post(roles, role)
    assert (told.status_code, code in said(told), world.who("m1").roles) == (200, True, frozenset())
    assert ("Quyết định số 5" in told.text, "Vẫn giao vai trò" in said(told)) == (True, True)
    assert admin.post(roles, role | {"role": "auditor", "knowingly": "publisher"}).status_code == 303
    mistaken = grant_of(world, "m1", "auditor").id
    admin.post(f"/people/roles/{mistaken}/end", {"reason": "Nhầm"})
    assert admin.post(roles, role | {"knowingly": "auditor"}).status_code == 200
    assert admin.post(roles, role | {"knowingly": "publisher"}).status_code == 303
    assert world.who("m1").roles == {"publisher"}


def test_an_administrator_cannot_change_their_own_roles_or_go(world, visit):
    admin, own = visit("admin"), f"/people/{world.people['admin']}"

    page = admin.get(own)
    assert "/leave" not in page.text
    assert admin.post(f"{own}/leave", {"reason": "Thôi"}).status_code == 403
    role = {"role": "publisher", "valid_from": "23/11/2026", "basis": "Quyết định số 5"}
    assert admin.post(f"{own}/roles/new", role).status_code == 403
    assert admin.post(f"{own}/password").status_code == 403


def test_somebody_lends_a_role_to_a_colleague_found_by_a_part_of_the_name(world, visit):
    lead = visit("lead")
    what = {"grant": str(grant_of(world, "lead").id), "form": "TUQ", "basis": "Giấy ủy quyền số 3"}
    what |= {"valid_from": "23/11/2026", "valid_to": "31/12/2026"}

    several = lead.post("/delegations/new", what | {"delegate": "s"})
    assert several.status_code == 422
    assert 'type="radio" name="delegate" value="stranger"' in several.text
    nobody = lead.post("/delegations/new", what | {"delegate": "Không Có Ai"})
    assert "Không có ai tên" in said(nobody)
    given = lead.post("/delegations/new", what | {"delegate": "strang"}, follow_redirects=True)
    assert "Stranger thay Lead" in said(given)
    again = lead.post("/delegations/new", what | {"delegate": "stranger"})
    assert (again.status_code, "đã được ủy quyền" in said(again)) == (422, True)

    assert "Stranger thay Lead" in said(visit("stranger").get("/delegations"))
    made = next(row for row in world.all(Delegation) if row.form == "TUQ")
    asked = lead.get(f"/delegations/{made.id}/end")
    assert "Kết thúc ủy quyền" in said(asked)
    assert lead.post(f"/delegations/{made.id}/end", {"reason": "Về sớm"}).status_code == 303
    assert lead.post(f"/delegations/{made.id}/end", {"reason": "Về sớm"}).status_code == 409


def test_nobody_lends_what_somebody_else_holds(world, visit):
    what = {"grant": str(grant_of(world, "lead").id), "delegate": "stranger", "form": "TUQ", "basis": "Giấy số 3"}
    what |= {"valid_from": "23/11/2026", "valid_to": "31/12/2026"}

    secretary = visit("secretary")

    assert secretary.post("/delegations/new", what).status_code == 422
    assert secretary.get(f"/delegations/new?of={world.people['lead']}").status_code == 403
    assert secretary.post(f"/delegations/new?of={world.people['lead']}", what).status_code == 403
    assert secretary.get("/delegations/new?of=nobody").status_code == 404
    given = visit("admin").post(f"/delegations/new?of={world.people['lead']}", what, follow_redirects=True)
    assert "Stranger thay Lead" in said(given)
    assert len(world.all(Delegation)) == 2


def test_leave_that_leaves_a_gap_is_recorded_knowingly(world, visit):
    walk(world, "agency_approval")
    lead = visit("lead")
    days = {"valid_from": "24/11/2026", "valid_to": "27/11/2026", "reason": "Nghỉ phép"}

    told = lead.post("/absences/new", days)
    assert "Không còn ai khác làm được" in said(told)
    assert 'value="24/11/2026"' in told.text
    assert world.all(Absence) == []
    other = lead.post("/absences/new", days | {"valid_to": "30/11/2026", "knowingly": "2026-11-24~2026-11-27"})
    assert "Không còn ai khác làm được" in said(other)
    assert lead.post("/absences/new", days | {"knowingly": "2026-11-24~2026-11-27"}).status_code == 303
    twice = lead.post("/absences/new", days | {"knowingly": "2026-11-24~2026-11-27"})
    assert (twice.status_code, "Đã có ghi nghỉ" in said(twice)) == (422, True)

    leave = world.all(Absence)[0]
    assert lead.post(f"/absences/{leave.id}/end").status_code == 303
    assert lead.post(f"/absences/{leave.id}/end").status_code == 409


def test_ballots_nobody_else_can_cast_are_told_before_leave_departure_and_the_end_of_a_role(world, visit):
    code = world.dossier(walk(world, "council_ballot")).code
    admin, m1, person = visit("admin"), visit("m1"), world.people["m1"]
    days = {"valid_from": "30/11/2026", "valid_to": "04/12/2026"}
    vote = f"Hội đồng bỏ phiếu (hạn 01/12/2026) : {code}"

    going = said(admin.get(f"/people/{person}/leave"))
    assert f"Không ai khác bỏ thay được những phiếu này: {vote} . Thiếu phiếu này" in going
    assert "đủ 6 trên 9 thành viên" in going
    assert "đều còn người khác" not in going
    ending = said(admin.get(f"/people/roles/{grant_of(world, 'm1').id}/end"))
    assert "Những phiếu này vẫn do người này bỏ" in ending
    assert vote in ending
    told = m1.post("/absences/new", days)
    assert vote in said(told)
    assert world.all(Absence) == []
    assert m1.post("/absences/new", days | {"knowingly": "2026-11-30~2026-12-04"}).status_code == 303
    assert m1.post("/absences/new", {"valid_from": "23/11/2026", "valid_to": "27/11/2026"}).status_code == 303


def test_who_is_away_and_who_acts_for_whom_is_told_beside_a_task(world, visit):
    dossier_id = walk(world, "signature")
    admin = visit("admin")
    days = {"valid_from": "23/11/2026", "valid_to": "27/11/2026", "knowingly": "2026-11-23~2026-11-27"}
    assert admin.post(f"/absences/new?of={world.people['chair']}", days).status_code == 303
    code = world.dossier(dossier_id).code

    assert "Vice thay Chair" in said(visit("lead").get(f"/dossiers/{code}"))
    shown = said(visit("vice").get("/inbox"))
    assert "Chair nghỉ đến 27/11/2026" in shown
    assert "ông/bà thay Chair" in shown
    item = world.item(dossier_id)
    visit("vice").post(f"/items/{item.id}/complete", {"outcome": "sign"})
    assert "Vice thay Chair" in said(visit("lead").get(f"/dossiers/{code}/history"))
    assert "Vice thay Chair" in said(visit("lead").get(f"/dossiers/{code}"))


def test_an_administrator_signs_a_person_out(world, visit):
    thu, admin = visit("thu"), visit("admin")
    assert thu.get("/inbox").status_code == 200

    assert admin.post(f"/people/{world.people['thu']}/sign-out").status_code == 303

    assert thu.get("/inbox").status_code == 303
    assert {row.person_id for row in world.all(SignIn) if row.ended_at} == {world.people["thu"]}


def test_nonsense_finds_nothing_and_nobody(world, visit):
    admin = visit("admin")

    assert "Không có ai phù hợp" in said(admin.get("/people?q=%25%25&role=king&unit=x&after=nonsense&state=gone"))
    assert admin.get(f"/people/{world.places['HV']}").status_code == 404
    assert admin.get(f"/people/roles/{world.places['HV']}/end").status_code == 404
    assert admin.post(f"/people/{world.people['thu']}/second-factor", follow_redirects=True).status_code == 200
    before = len(world.all(Event)), len(world.all(Person)), len(world.all(RoleGrant))
    strange = {"role": "king", "valid_from": "31/02/2026", "basis": "x"}
    assert admin.post(f"/people/{world.people['thu']}/roles/new", strange).status_code == 422
    assert (len(world.all(Event)), len(world.all(Person)), len(world.all(RoleGrant))) == before

"""The administrator's pages about the house, as a browser meets them."""

import re
from io import BytesIO

import pytest

from factories import NOON, walk
from service.db import reading
from service.imports import PEOPLE, UNITS, columns_for
from service.models import AwardKind, Cluster, Council, Person, Unit
from service.sheets import Column, read, write
from visits import said
from working import work

BASIS = "Nghị quyết số 12/NQ-HĐND"
UNIT = {"code": "xts", "kind": "commune", "name": "Xã Tà Sùa", "valid_from": "01/12/2026", "basis": BASIS}


@pytest.fixture
def admin(visit):
    """The administrator's browser."""
    return visit("admin")


def upload(browser, kind, data):
    """Send a spreadsheet."""
    answer = browser.post(f"/organisation/import/{kind}", {"file": (BytesIO(data), "danh-sach.xlsx")})
    answer.request.input_stream.close()  # the client wrote a large body to a file
    return answer


def sheet_of(world, kind, *rows):
    """A filled-in template."""
    with reading(world.database) as session:
        return write(columns_for(session, kind), rows, title="Danh sách")


def names(world, table):
    return {one.name for one in world.all(table)}


def test_the_navigation_leads_an_administrator_to_the_house(admin):
    page = admin.get("/organisation")

    links = re.findall(r'href="(/organisation[^"]*)"', page.text)
    assert {"/organisation/units", "/organisation/councils", "/organisation/awards", "/organisation/import"} <= {*links}
    assert [admin.get(link).status_code for link in sorted({*links})] == [200] * len({*links})
    assert "Tổ chức" in said(admin.get("/inbox"))


def test_units_are_found_without_diacritics_and_by_cluster_and_state(world, admin):
    found = said(admin.get("/organisation/units?q=so+giao"))
    placed = said(admin.get("/organisation/units?cluster=K2"))
    closed = said(admin.get("/organisation/units?state=closed"))

    assert "1 đơn vị" in found
    assert "Sở Giáo dục và Đào tạo" in found
    assert "2 đơn vị" in placed
    assert "Không có đơn vị nào khớp bộ lọc." in closed


def test_a_unit_is_entered_and_its_change_is_told_on_its_page(world, admin):
    answer = admin.post("/organisation/units/new", UNIT)
    page = said(admin.get(answer.location))

    assert (answer.status_code, answer.location) == (303, "/organisation/units/XTS")
    assert "Đã thêm Xã Tà Sùa." in page
    assert "Thêm đơn vị" in page
    assert BASIS in page


def test_what_was_typed_comes_back_with_what_is_wrong(world, admin):
    page = admin.post("/organisation/units/new", {**UNIT, "code": "SGD", "valid_from": "hôm nay"})

    assert page.status_code == 422
    assert 'value="Xã Tà Sùa"' in page.text
    assert 'value="hôm nay"' in page.text
    assert "Từ hôm nay" not in page.text
    assert re.search(r'id="q-valid_from-error"', page.text)
    page = admin.post("/organisation/units/new", {**UNIT, "code": "SGD"})
    assert "Mã SGD đã được dùng." in said(page)
    assert "Xã Tà Sùa" not in names(world, Unit)


def test_the_slower_of_two_sees_who_was_faster_and_may_send_again(world, admin, visit):
    form = admin.get("/organisation/units/SGD/name").text
    seen = re.search(r'name="seen" value="([^"]+)"', form)[1]
    change = {"name": "Sở Học", "kind": "department", "basis": BASIS, "seen": seen}
    admin.post("/organisation/units/SGD/name", {**change, "name": "Sở GD"})

    late = admin.post("/organisation/units/SGD/name", change)

    assert late.status_code == 409
    assert "Admin đã thay đổi lúc 12:00 23/11/2026" in said(late)
    assert 'value="Sở Học"' in late.text
    assert "Sở GD" in names(world, Unit)
    again = re.search(r'name="seen" value="([^"]+)"', late.text)[1]
    assert admin.post("/organisation/units/SGD/name", {**change, "seen": again}).status_code == 303
    assert "Sở Học" in names(world, Unit)


def test_before_a_unit_closes_its_page_tells_what_happens_to_its_dossiers(world, admin):
    walk(world, "intake")

    page = said(admin.get("/organisation/units/SGD/close"))
    fields = {"last_day": "30/11/2026", "successor": "SYT", "roles": "hand_over", "basis": BASIS}
    answer = admin.post("/organisation/units/SGD/close", fields)

    assert "1 hồ sơ đang xử lý vẫn là hồ sơ của đơn vị này" in page
    assert "Lan Cán bộ phụ trách của đơn vị từ 01/07/2025" in page
    closed = said(admin.get(answer.location))
    assert "Đơn vị kế thừa Sở Y tế" in closed
    assert "Hung Thủ trưởng đơn vị 01/07/2025 – 30/11/2026" in closed
    assert admin.post("/organisation/units/SGD/close", fields).status_code == 422


def test_a_council_tells_its_open_votes_before_anybody_is_seated(world, admin):
    dossier = walk(world, "council_ballot")

    page = said(admin.get("/organisation/councils/HD/members"))
    fields = {"person": str(world.people["vice"]), "seat": "member", "valid_from": "01/12/2026", "basis": BASIS}
    answer = admin.post("/organisation/councils/HD/members", fields)
    unseating = re.findall(r"/organisation/councils/members/[0-9a-f-]+", admin.get("/organisation/councils/HD").text)

    assert f"{world.dossier(dossier).code} (9 ủy viên)" in page
    assert answer.status_code == 303
    assert len(set(unseating)) == 10
    assert admin.post(unseating[0], {"last_day": "30/11/2026", "basis": BASIS}).status_code == 303
    assert admin.post(unseating[0], {"last_day": "30/11/2026", "basis": BASIS}).status_code == 409
    assert admin.post("/organisation/councils/HD/members", fields).status_code == 422


def test_new_rules_begin_with_the_old_and_are_not_verified(world, admin):
    kind = next(one for one in world.all(AwardKind) if one.code == "BK_TINH")
    form = admin.get(f"/organisation/awards/{kind.id}/rules").text
    fields = dict(re.findall(r'<input[^>]*type="text"[^>]*name="(\w+)"[^>]*value="([^"]*)"', form))
    fields |= dict(re.findall(r'<input[^>]*id="q-\w+" name="(\w+)" type="text" value="([^"]*)"', form))
    fields |= {"nominee_kinds": "individual", "vote": "open", "process_key": "award", "decided_by": "province_chair"}

    answer = admin.post(
        f"/organisation/awards/{kind.id}/rules",
        {**fields, "valid_from": "01/12/2026", "threshold": "75", "legal_basis": "Luật 2026, Điều 74"},
    )

    page = said(admin.get(answer.location))
    assert (fields["threshold"], fields["days_appraisal"]) == ("70", "15")
    assert "ít nhất 75 % tổng số ủy viên đồng ý" in page
    assert "chưa đối chiếu" in page
    old = said(admin.get(f"/organisation/awards/{kind.id}"))
    assert "Đã có quy định mới hơn." in old
    verified = {"compared_by": "Hà Văn Luật", "basis": "Công văn 12"}
    assert admin.post(f"/organisation/awards/{kind.id}/verified", verified).status_code == 409
    assert admin.post(f"{answer.location}/verified", verified).status_code == 303


def test_clusters_councils_campaigns_and_rounds_are_entered_and_changed(world, admin):
    days = {"intake_from": "01/01/2027", "intake_to": "01/02/2027"}
    sent = [
        ("clusters/new", {"code": "k9", "kind": "khoi", "name": "Khối chín", "basis": BASIS}),
        ("clusters/K9/name", {"kind": "cum", "name": "Cụm chín", "basis": BASIS}),
        ("councils/new", {"code": "cs", "name": "Hội đồng cơ sở", "basis": BASIS}),
        ("councils/CS/name", {"name": "Hội đồng sáng kiến", "basis": BASIS}),
        ("units/SGD/cluster", {"cluster": "K9", "valid_from": "01/12/2026", "basis": BASIS}),
        ("campaigns/new", {"code": "sang_tao", "name": "Sáng tạo", "valid_from": "01/01/2027", "basis": BASIS}),
        ("campaigns/sang_tao", {"name": "Sáng kiến", "valid_from": "01/01/2027", "basis": BASIS}),
        ("rounds/new", {"code": "r1", "name": "Đợt", **days, "basis": BASIS}),
        ("rounds/r1", {"name": "Đợt 1", **days, "intake_to": "2027-03-01", "basis": BASIS}),
    ]

    answers = {where: admin.post(f"/organisation/{where}", fields).status_code for where, fields in sent}
    again = {
        where: admin.post(f"/organisation/{where}", fields).status_code for where, fields in sent if "new" in where
    }

    assert set(answers.values()) == {303}
    assert set(again.values()) == {422}
    assert "Cụm chín" in names(world, Cluster)
    assert "Cụm chín Cụm thi đua" in said(admin.get("/organisation/clusters"))
    assert said(admin.get("/organisation/awards/new")).startswith("Thêm hình thức khen thưởng")
    assert "Hội đồng sáng kiến" in names(world, Council)
    assert "Sáng kiến" in said(admin.get("/organisation/campaigns"))
    assert admin.get("/organisation/clusters/none").status_code == 404
    assert admin.get("/organisation/rounds/none").status_code == 404


def test_a_spreadsheet_calls_each_role_as_the_pages_do(world, admin):
    with reading(world.database) as session:
        roles = next(column.choices for column in columns_for(session, PEOPLE) if column.name == "role")
    offered = re.findall(r'<option value="(\w+)"[^>]*>([^<]+)</option>', admin.get("/people").text)

    assert {*roles.items()} <= {*offered}


def test_a_template_is_filled_in_looked_through_and_taken_in(world, admin):
    template = admin.get("/organisation/import/people/template")
    with reading(world.database) as session:
        columns = columns_for(session, PEOPLE)
    good = {"username": "moi", "name": "Lò Văn Mới", "unit": "SGD"}

    sent = upload(admin, PEOPLE, sheet_of(world, PEOPLE, good, {**good, "username": "lan"}))
    preview = admin.get(sent.location)
    before = {one.username for one in world.all(Person)}
    ordered = admin.post(f"{sent.location}/take")
    meanwhile, progress = admin.get(ordered.location), admin.get(f"{sent.location}/progress")
    work(world, NOON)
    after = admin.get(f"{sent.location}/progress")

    assert template.mimetype.endswith("sheet")
    with pytest.raises(Exception, match="no rows below it"):
        read(template.data, columns)
    assert "Dòng hợp lệ 1 Dòng có lỗi 1 Số dòng đã nhập 0" in said(preview)
    assert re.search(r"3 A3 : [^.]*lan[^.]*\.", said(preview))
    assert "moi" not in before
    assert f'hx-get="{sent.location}/progress"' in meanwhile.text
    assert "Số dòng đã nhập" not in said(meanwhile)  # the bar tells it, and goes on
    assert ("0 trên 1" in said(progress), "HX-Refresh" in progress.headers) == (True, False)
    assert after.headers["HX-Refresh"] == "true"
    assert "Số dòng đã nhập 1" in said(admin.get(sent.location))
    assert "moi" in {one.username for one in world.all(Person)}
    assert admin.post(f"{sent.location}/take").status_code == 409
    assert admin.post(f"{sent.location}/drop").status_code == 409


def test_of_many_good_rows_only_the_first_are_shown(world, admin):
    good = [{"username": f"moi{number}", "name": f"Lò Văn {number}", "unit": "SGD"} for number in range(60)]

    page = admin.get(upload(admin, PEOPLE, sheet_of(world, PEOPLE, *good)).location)

    assert "Dòng hợp lệ 60" in said(page)
    assert page.text.count("<tr>") == 1 + 50
    assert "Còn 10 dòng không hiển thị." in said(page)


def test_a_file_that_is_no_such_table_is_refused_with_the_cell_or_the_limit(world, admin):
    row = {"code": "x", "name": "Xã", "kind": "commune", "valid_from": "2026-12-01", "basis": BASIS}
    with reading(world.database) as session:
        columns = columns_for(session, UNITS)
    other = write([*columns[:1], Column("x", "Tên khác"), *columns[2:]], [row], title="Danh sách")

    refused = {
        "no table": upload(admin, UNITS, b"M\xc3\xa3,T\xc3\xaan\nX1,X\xc3\xa3"),
        "nothing": admin.post("/organisation/import/units"),
        "header": upload(admin, UNITS, other),
        "rows": upload(admin, UNITS, sheet_of(world, UNITS, *({**row, "code": f"x{n}"} for n in range(1001)))),
        "large": upload(admin, UNITS, b"PK" + b"0" * (6 * 1024 * 1024)),
    }

    assert {one.status_code for name, one in refused.items() if name != "large"} == {422}
    assert refused["large"].status_code in (413, 422)
    assert "B1" in said(refused["header"])
    assert "1000" in said(refused["rows"])
    assert len(world.all(Unit)) == 4
    assert "Chưa gửi bảng nào." in said(admin.get("/organisation/import"))


def test_a_sheet_that_is_thrown_away_is_told_so(world, admin):
    sent = upload(admin, UNITS, sheet_of(world, UNITS, {"code": "x1", "name": "Xã"}))

    dropped = admin.post(f"{sent.location}/drop")

    assert "Đã bỏ bảng." in said(admin.get(dropped.location))
    assert "Nội dung các dòng đã được xóa" in said(admin.get(sent.location))

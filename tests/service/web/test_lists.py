"""The pages of lists: a template goes out, a file comes in, what is wrong is told by cell, tables are taken away."""

from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import select, update

from factories import NOON, act, propose, walk
from paper import docx
from sent_lists import LETTER, asked_of, nominees, send, sheet_of, submit, take, workbook
from service import sheets
from service.db import transaction
from service.models import AwardKind, Dossier, Draft
from service.queries.list_form import NOTE
from service.sheets import Column
from visits import said, site, visitor
from workbooks import with_cell
from working import work

NEW = "/lists/new/BK_TINH"
BAD = {"nominee_name": "Hờ A Dế", "nominee_kind": "individual", "gender": "female"}


def post(browser, data, name="danh-sach.xlsx", address=NEW, **letter):
    fields = {**LETTER, **letter, "file": (BytesIO(data), name)}
    return browser.post(address, fields, content_type="multipart/form-data")


def test_the_template_filled_in_comes_back_with_good_rows_and_bad_ones_by_cell(world, visit):
    lan = visit("lan")
    template = lan.get(f"{NEW}/template")
    assert "attachment" in template.headers["Content-Disposition"]

    answer = post(lan, workbook(world, [*nominees(3), BAD]))

    page = said(lan.get(answer.location))
    assert answer.status_code == 303
    assert "Dòng hợp lệ 3 Dòng cần sửa 1" in page
    for cell in ("E5", "F5", "L5"):
        assert f"{cell} " in page
    assert "Tiếp nhận 3 trường hợp" in page
    assert world.all(Dossier) == []


def test_a_template_has_no_rows_and_only_columns_such_a_nominee_is_asked(world, visit):
    with transaction(world.database) as session:
        session.execute(update(AwardKind).where(AwardKind.code == "CSTDT").values(nominee_kinds=["individual"]))

    asked = asked_of(world, award="CSTDT")

    names = {column.name for column in asked.columns}
    assert not names & {"nominee_kind", "size", "small_collective", "letter_number", "round"}
    assert {column.name for column in asked.columns if column.required} == {
        "nominee_name",
        "gender",
        "ethnicity",
        "position_group",
        "achievement",
    }
    answer = post(visit("lan"), workbook(world, nominees(1), "CSTDT"), address="/lists/new/CSTDT")
    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Tệp rỗng"),
        (b"ho ten;ngay sinh\n", "Đây không phải tệp Excel"),
        (docx(), "Đây không phải tệp Excel"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "Excel đời cũ"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "đặt mật khẩu"),
    ],
)
def test_a_file_that_is_none_of_ours_is_refused_and_what_was_typed_is_kept(visit, data, words):
    page = post(visit("lan"), data, letter_number="99/TTr")

    assert page.status_code == 422
    assert words in said(page)
    assert 'value="99/TTr"' in page.text


def test_formulas_wrong_headers_and_too_many_rows_are_refused_with_cell_or_limit(world, visit):
    lan, good = visit("lan"), workbook(world, nominees(1))
    columns = asked_of(world).columns
    strange = sheets.write([Column("x", "Tuổi"), *columns[1:]], nominees(1), title="x")

    assert "C9 Đây là công thức" in said(post(lan, with_cell(good, "C9", "<f>1+1</f><v>2</v>")))
    assert "A1 Tiêu đề ghi “Tuổi”; tệp mẫu ghi “Đối tượng đề nghị *”" in said(post(lan, strange))
    assert "không quá 1000 dòng" in said(post(lan, sheets.write(columns, nominees(1) * 1001, title="x")))
    assert "A10002 Có giá trị" in said(post(lan, with_cell(good, "A10002", "<v>1</v>")))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"letter_number": ""}, "Số, ký hiệu tờ trình:"),
        ({"letter_date": "31/02/2026"}, "Ngày tờ trình:"),
        ({"period_to": "01/01/2020"}, "Thành tích đến ngày:"),
        ({"period_from": "24/11/2026", "period_to": "31/12/2026"}, "Thành tích từ ngày:"),
        ({"round": "1999"}, "Đợt xét khen:"),
        ({"method": "thematic", "campaign": ""}, "Phong trào thi đua:"),
    ],
)
def test_what_the_letter_lacks_is_told_at_its_question(world, visit, change, words):
    page = post(visit("lan"), workbook(world, nominees(1)), **change)

    assert page.status_code == 422
    assert words in said(page)


def test_sending_no_file_says_so(visit):
    page = visit("lan").post(NEW, LETTER)

    assert page.status_code == 422
    assert "Ông/bà chọn tệp Excel đã điền." in said(page)


def test_a_list_is_taken_in_and_submitted_and_its_page_tells_how_far_it_is(world, visit):
    lan, address = visit("lan"), f"/lists/{send(world, [*nominees(3), nominees(1)[0]])}"
    assert "Tiếp nhận cả 1 dòng có thể bị trùng" in said(lan.get(address))

    lan.post(f"{address}/take", {"doubtful": "1"})
    waiting = lan.get(f"{address}/progress")
    assert ("0 trên 4" in said(waiting), "HX-Refresh" in waiting.headers) == (True, False)
    busy = lan.get(address)
    assert 'hx-trigger="every' in busy.text
    assert "<dt>Hồ sơ</dt>" not in busy.text  # the bar tells it, and goes on

    work(world, NOON)
    assert lan.get(f"{address}/progress").headers["HX-Refresh"] == "true"
    assert "Trình 4 hồ sơ" in said(lan.get(address))

    lan.post(f"{address}/submit")
    work(world, NOON)
    assert "4 hồ sơ đã trình thủ trưởng đơn vị" in said(lan.get(address))
    assert "danh-sach.xlsx" in said(lan.get("/lists"))


def test_what_could_not_be_sent_is_named_with_its_question(world, visit):
    sheet_id = send(world, nominees(2))
    take(world, sheet_id)
    work(world, NOON)
    with transaction(world.database) as session:
        draft = session.scalars(select(Draft)).first()
        draft.data = {**draft.data, "achievement": ""}
    submit(world, sheet_id)
    work(world, NOON)

    page = said(visit("lan").get(f"/lists/{sheet_id}"))

    assert "Để lại hoặc chưa trình được" in page
    assert "Tóm tắt thành tích" in page
    assert "Trình 1 hồ sơ" in page


@pytest.mark.parametrize("other", [{}, {"position_group": None}])
def test_a_row_born_on_an_impossible_day_is_refused_with_its_cell(world, visit, other):
    rows = [*nominees(1), {**nominees(1)[0], "birth_date": date(2026, 11, 24), **other}]

    page = said(visit("lan").get(f"/lists/{send(world, rows)}"))

    assert "D3 Ngày sinh phải từ 01/01/1900 đến hôm nay" in page


def test_bad_rows_go_out_with_what_is_wrong_and_come_back_mended(world, visit):
    unborn = {**nominees(1)[0], "birth_date": "1984"}
    lan, address = visit("lan"), f"/lists/{send(world, [*nominees(1), {**BAD, 'size': 'x'}, unborn])}"
    columns = asked_of(world).columns

    out = lan.get(f"{address}/wrong")

    row, other = sheets.read(out.data, [*(Column(c.name, c.title) for c in (*columns, NOTE))], most_rows=9)
    assert row.values["nominee_name"] == BAD["nominee_name"]
    assert "I3: Nhập một số." in row.values["wrong"]
    assert (other.values["birth_date"], "disadvantaged_area" in other.values) == ("1984", False)
    form = lan.get(f"{NEW}?like={address.split('/')[-1]}").text
    assert f'value="{LETTER["letter_number"]}"' in form
    mended = sheets.write([*columns, NOTE], nominees(1, wrong="đã sửa"), title="x")
    assert post(lan, mended).status_code == 303


def test_a_list_that_is_too_late_says_so_on_its_page(world, tmp_path):
    sheet_id = send(world, nominees(1))
    late = NOON.replace(month=12)
    lan = visitor(site(world, tmp_path, now=late), world, "lan", now=late)

    page = lan.post(f"/lists/{sheet_id}/take")

    assert page.status_code == 422
    assert "đã hết hạn nhận đề nghị" in said(page)
    assert sheet_of(world, sheet_id).status == "read"


def test_a_list_at_work_is_not_dropped_and_a_finished_one_is(world, visit):
    lan, sheet_id = visit("lan"), send(world, nominees(1))
    take(world, sheet_id)

    assert lan.post(f"/lists/{sheet_id}/drop").status_code == 422
    work(world, NOON)
    assert lan.post(f"/lists/{sheet_id}/drop").status_code == 303
    assert lan.get(f"/lists/{sheet_id}").status_code == 404
    assert "Ông/bà chưa gửi danh sách nào." in said(lan.get("/lists"))


def test_the_table_of_dossiers_holds_what_its_reader_may_know_of(world, visit):
    own, appraised = propose(world, name="=Nguyễn Thị Hạnh"), propose(world, "mai", name="Vàng Thị Mỷ")
    walk(world, "unit_approval", own)
    act(world, "lan", propose(world, name="Lò Thị Páo"))

    table = {name: codes(visit(name).get("/lists/export?stage=running")) for name in ("lan", "mai", "auditor")}

    assert table == {
        "lan": [code for code in codes_of(world) if code != world.dossier(appraised).code],
        "mai": [world.dossier(appraised).code],
        "auditor": [],
    }


def test_the_table_of_a_letter_holds_its_dossiers_alone(world, visit):
    sheet_id = send(world, nominees(2))
    take(world, sheet_id)
    work(world, NOON)
    propose(world)
    code = sheet_of(world, sheet_id).results[0]["code"]

    lan, mai = visit("lan"), visit("mai")

    assert len(codes(lan.get(f"/lists/export?letter={code}"))) == 2
    assert codes(mai.get(f"/lists/export?letter={code}")) == []


def test_the_table_says_what_the_proposal_said(world, visit):
    walk(world, "unit_approval")

    (row,) = sheets.read(visit("lan").get("/lists/export").data, TABLE, most_rows=9)

    assert row.values["nominee"] == "Nguyễn Thị Hạnh"
    assert row.values["gender"] == "Nữ"
    assert row.values["letter"] == "15/TTr-SGDĐT, 20/11/2026"
    assert row.values["place"] == "Thủ trưởng duyệt"


TABLE = [
    Column(name, title)
    for name, title in {
        "number": "STT",
        "nominee": "Người, tập thể được đề nghị",
        "birth_date": "Ngày sinh",
        "gender": "Giới tính",
        "ethnicity": "Dân tộc",
        "position": "Chức vụ, nghề nghiệp",
        "workplace": "Nơi công tác, địa chỉ",
        "unit": "Đơn vị",
        "award": "Danh hiệu, hình thức",
        "initiatives": "Sáng kiến, đề tài",
        "prior_awards": "Khen thưởng đã đạt",
        "achievement": "Tóm tắt thành tích",
        "letter": "Tờ trình",
        "place": "Đang ở",
        "code": "Mã",
    }.items()
]


def codes(answer):
    """The codes in a table that was taken away; one without rows is refused by the reader."""
    assert answer.status_code == 200
    try:
        return [row.values["code"] for row in sheets.read(answer.data, TABLE, most_rows=9)]
    except sheets.SheetRefused:
        return []


def codes_of(world):
    return sorted(dossier.code for dossier in world.all(Dossier))

"""What a stranger's workbook may say, and what is refused with the cell or the limit."""

import io
import re
import time
import zipfile
from datetime import date, datetime
from importlib import import_module
from pkgutil import iter_modules

import pytest

from paper import docx
from service import sheets
from service.sheets import Column, SheetRefused
from workbooks import SHEET, changed, packed, parts_of, with_cell

COLUMNS = (
    Column("name", "Họ và tên", required=True),
    Column("kind", "Giới tính", kind="choice", choices={"female": "Nữ", "male": "Nam"}),
    Column("born", "Ngày sinh", kind="date"),
    Column("size", "Số người", kind="whole"),
    Column("code", "Mã số"),
    Column("done", "Thành tích", kind="lines"),
    Column("wrong", "Cần sửa", kind="note"),
)
HANH = {
    "name": "Nguyễn Thị Hạnh",
    "kind": "female",
    "born": date(1984, 3, 12),
    "size": 24,
    "code": "0012",
    "done": "Một.\nHai.",
}
GOOD = sheets.write(COLUMNS, [HANH], title="Danh sách")

REMEDY = re.compile(
    r"\b(copy|delete|download|enter|fill|open|pick|save|shorten|show|split|unmerge|write)\b", re.IGNORECASE
)


def read(data, columns=COLUMNS, most=1000):
    return sheets.read(data, columns, most_rows=most)


def refusal(data, columns=COLUMNS, most=1000):
    with pytest.raises(SheetRefused) as refused:
        read(data, columns, most)
    return [(problem.cell, problem.rule) for problem in refused.value.problems]


def written(*rows, columns=COLUMNS):
    """A sheet whose cells are just these texts, whatever the columns ask for."""
    plain = [Column(column.name, column.title) for column in columns]
    return sheets.write(plain, rows, title="Danh sách")


def test_what_was_written_is_read_again() -> None:
    rows = read(GOOD)

    assert [(row.number, row.problems) for row in rows] == [(2, ())]
    assert rows[0].values == {**HANH, "born": "1984-03-12"}


def test_careless_people_are_understood() -> None:
    data = written(
        {"name": "  Lò  Thị\nPáo ", "kind": "NU", "born": "2/9/1990", "size": "1.200", "code": "7"},
        {},
        {"name": "Ha\u0300 Va\u0306n A\u0301i", "kind": "male", "born": "1990-09-02"},
    )
    data = changed(data, "xl/sharedStrings.xml", lambda xml: xml.replace("Họ và tên", "HO VA  TEN *"))

    first, second = read(data)

    assert first.values == {"name": "Lò Thị Páo", "kind": "female", "born": "1990-09-02", "size": 1200, "code": "7"}
    assert (second.number, second.values["name"]) == (4, "Hà Văn Ái")


def test_a_number_where_a_code_stands_is_text_and_a_day_is_a_day() -> None:
    loose = (Column("code", "Mã số", kind="number"), Column("born", "Ngày sinh", kind="date"))
    data = sheets.write(loose, [{"code": 12, "born": datetime(1984, 3, 12)}], title="x")

    (row,) = read(data, (Column("code", "Mã số"), Column("born", "Ngày sinh")))

    assert row.values == {"code": "12", "born": "12/03/1984"}


def test_columns_may_stand_elsewhere_with_empty_ones_between() -> None:
    turned = [COLUMNS[5], Column("", ""), *reversed(COLUMNS[:5])]

    (row,) = read(sheets.write(turned, [{**HANH, "": ""}], title="x"))

    assert row.values["name"] == HANH["name"]
    assert row.cell("name") == "G2"


@pytest.mark.parametrize(
    ("typed", "cell", "rule"),
    [
        ({"name": ""}, "A2", "required"),
        ({"kind": "Khác"}, "B2", "choice"),
        ({"born": "31/02/1990"}, "C2", "format"),
        ({"born": "1984"}, "C2", "format"),
        ({"size": "nhiều"}, "D2", "type"),
        ({"size": "2,5"}, "D2", "type"),
        ({"code": "a\u202eb"}, "E2", "control"),
    ],
)
def test_a_wrong_value_is_told_by_its_cell_and_kept_as_typed(typed, cell, rule) -> None:
    (row,) = read(written({"name": "Hạnh", "code": "1", **typed}))

    assert [(problem.cell, problem.rule) for problem in row.problems] == [(cell, rule)]
    assert row.typed == typed


def test_a_mere_number_is_no_day() -> None:
    loose = [Column("name", "Họ và tên"), *(Column(c.name, c.title, kind="number") for c in COLUMNS[1:])]

    (row,) = read(sheets.write(loose, [{"name": "Hạnh", "born": 31000}], title="x"))

    assert [problem.cell for problem in row.problems] == ["C2"]


def test_hidden_sheets_and_those_behind_the_first_are_not_read() -> None:
    notes = sheets.Notes("Hướng dẫn", [("Cột", "Cách điền"), ("Họ và tên", "=1+1")])
    data = sheets.write(COLUMNS, [HANH], title="Danh sách", notes=notes, spare=5)

    assert [row.number for row in read(data)] == [2]
    hidden = changed(data, "xl/workbook.xml", lambda xml: xml.replace('sheetId="1"', 'sheetId="1" state="hidden"'))
    assert refusal(hidden)[0] == ("A1", "header")


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "empty"),
        (b"name;born\nHanh;1984", "content"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "content"),
        (b"PK\x03\x04 not a package", "content"),
        (docx(), "content"),
        (b"PK\x03\x04" + bytes(sheets.MOST_BYTES), "size"),
        (GOOD[: len(GOOD) // 2], "content"),
    ],
)
def test_what_is_no_workbook_is_refused(data, rule) -> None:
    assert refusal(data) == [(None, rule)]


def test_old_and_locked_files_are_told_apart() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)

    with pytest.raises(SheetRefused, match="old Excel"):
        read(ole)
    with pytest.raises(SheetRefused, match="password"):
        read(ole + "EncryptedPackage".encode("utf-16-le"))


@pytest.mark.parametrize(
    ("data", "cell", "rule"),
    [
        (with_cell(GOOD, "C7", "<f>1+1</f><v>2</v>"), "C7", "formula"),
        (with_cell(GOOD, "C7", "<v>#DIV/0!</v>", "e"), "C7", "error"),
        (with_cell(GOOD, "XFD1048576", "<v>1</v>"), "XFD1048576", "columns"),
        (with_cell(GOOD, "A10002", "<v>1</v>"), "A10002", "rows"),
        (
            changed(
                GOOD,
                SHEET,
                lambda xml: xml.replace(
                    "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A2:A9"/></mergeCells>'
                ),
            ),
            "A2:A9",
            "merged",
        ),
    ],
)
def test_what_a_table_must_not_hold_is_refused_by_its_cell(data, cell, rule) -> None:
    assert refusal(data) == [(cell, rule)]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (COLUMNS[1:], [("G1", "header")]),
        ((Column("name", "Tên gọi"), *COLUMNS[1:]), [("A1", "header")]),
        ((*COLUMNS, Column("more", "Ghi chú")), [("H1", "header")]),
        ((*COLUMNS, Column("again", "Ngày sinh")), [("H1", "header")]),
        ((*COLUMNS[:3], Column("size", ""), *COLUMNS[4:]), [("D1", "header")]),
    ],
)
def test_a_header_that_is_not_the_templates_is_refused(columns, expected) -> None:
    assert refusal(sheets.write(columns, [HANH], title="x")) == expected


def test_the_header_that_is_expected_is_named() -> None:
    with pytest.raises(SheetRefused, match=r"A1.*“Tên gọi”.*“Họ và tên \*”"):
        read(sheets.write((Column("name", "Tên gọi"), *COLUMNS[1:]), [HANH], title="x"))


def test_as_many_rows_as_are_taken_and_not_one_more() -> None:
    assert len(read(written(*[{"name": "Hạnh"}] * 3), most=3)) == 3
    assert refusal(written(*[{"name": "Hạnh"}] * 4), most=3) == [("A5", "rows")]
    assert refusal(written(), most=3) == [(None, "no_rows")]


def test_a_thousand_rows_take_no_time() -> None:
    begun = time.process_time()

    data = sheets.write(COLUMNS, [HANH] * 1000, title="x")

    assert len(read(data)) == 1000
    assert time.process_time() - begun < 3


def test_a_bomb_is_refused_before_it_goes_off() -> None:
    parts = parts_of(GOOD)
    blanks = b"<row/>" * 10_000_000
    large = packed({**parts, SHEET: parts[SHEET].replace(b"</sheetData>", blanks + b"</sheetData>")})
    begun = time.process_time()

    assert refusal(large) == [(None, "unpacked")]
    assert time.process_time() - begun < 1


def test_a_part_larger_than_it_announces_is_never_unpacked() -> None:
    parts = parts_of(GOOD)
    bomb = packed({**parts, SHEET: parts[SHEET] + b" " * 20_000_000})
    with zipfile.ZipFile(io.BytesIO(bomb)) as package:
        announced = package.getinfo(SHEET).file_size
    lying = bomb.replace(announced.to_bytes(4, "little"), (100).to_bytes(4, "little"))

    assert refusal(lying) == [(None, "damaged")]


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"])
def test_entities_that_multiply_are_refused(part) -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'

    assert refusal(changed(GOOD, part, lambda xml: xml.replace("?>", "?>" + laughs, 1))) == [(None, "hostile")]


def test_too_many_elements_are_refused(monkeypatch) -> None:
    monkeypatch.setattr("service.sheets.xml.MOST_ELEMENTS", 5)

    assert refusal(GOOD) == [(None, "endless")]


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("xl/vbaProject.bin", "macros"),
        ("xl/externalLinks/externalLink1.xml", "links"),
        ("xl/connections.xml", "links"),
    ],
)
def test_macros_and_links_to_elsewhere_are_refused(name, rule) -> None:
    assert refusal(packed({**parts_of(GOOD), name: b"<x/>"})) == [(None, rule)]


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_broken_parts_are_refused(part) -> None:
    assert refusal(changed(GOOD, part, lambda xml: xml[: len(xml) // 2])) == [(None, "damaged")]


def test_a_package_with_one_part_twice_is_refused() -> None:
    file = io.BytesIO(GOOD)
    with zipfile.ZipFile(file, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr(SHEET, b"<worksheet/>")

    assert refusal(file.getvalue()) == [(None, "damaged")]


def test_cells_without_names_are_counted() -> None:
    nameless = changed(GOOD, SHEET, lambda xml: xml.replace('r="A2"', "").replace('r="B2"', ""))

    assert read(nameless)[0].values["kind"] == "female"
    formula = changed(nameless, SHEET, lambda xml: xml.replace('r="C2"', "").replace("<v>30753", "<f>1</f><v>30753"))
    assert refusal(formula) == [("C2", "formula")]


def test_cells_are_named_as_excel_names_them() -> None:
    assert [sheets.cell_name(column, 3) for column in (0, 25, 26, 51, 52, 701, 702)] == [
        "A3",
        "Z3",
        "AA3",
        "AZ3",
        "BA3",
        "ZZ3",
        "AAA3",
    ]


def test_whatever_is_refused_is_told_with_what_to_do() -> None:
    parts = [import_module(f"service.sheets.{one.name}") for one in iter_modules(sheets.__path__)]
    known = [item for part in parts for item in vars(part).items() if item[0].startswith("_") and item[0][1] != "_"]
    told = {text for _, text in known if isinstance(text, str) and text.endswith(".")}

    assert len(told) > 20
    assert {text for text in told if not REMEDY.search(text)} == set()

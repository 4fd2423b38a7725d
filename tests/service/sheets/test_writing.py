"""What a workbook of ours holds: text that stays text, choices to pick from, a second sheet that explains."""

from io import BytesIO

import pytest
import python_calamine

from service import sheets
from service.sheets import Column, Notes
from workbooks import SHEET, parts_of

KIND = Column("kind", "Giới tính", required=True, kind="choice", choices={"female": "Nữ", "male": "Nam"})


def cells_of(data, sheet=0):
    workbook = python_calamine.load_workbook(BytesIO(data))
    return workbook.get_sheet_by_index(sheet).to_python(skip_empty_area=False)


@pytest.mark.parametrize("text", ["=1+1", "+84 912", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0", "http://x.vn", "{=1}"])
def test_text_that_begins_like_a_formula_stays_text(text) -> None:
    columns = [Column("name", "Họ và tên"), Column("done", "Thành tích", kind="lines")]

    data = sheets.write(columns, [{"name": text, "done": text}], title="x")

    assert "<f>" not in parts_of(data)[SHEET].decode()
    assert "hyperlink" not in parts_of(data)[SHEET].decode()
    assert cells_of(data)[1] == [text, text]
    assert sheets.read(data, columns)[0].values == {"name": text, "done": text}


def test_choices_are_shown_by_title_and_offered_below_too() -> None:
    data = sheets.write([KIND], [{"kind": "female"}, {"kind": "?"}], title="x", spare=10)

    assert cells_of(data) == [["Giới tính *"], ["Nữ"], ["?"]]
    assert 'sqref="A2:A13"' in parts_of(data)[SHEET].decode()
    assert 'state="hidden"' in parts_of(data)["xl/workbook.xml"].decode()


def test_the_second_sheet_explains_the_first() -> None:
    data = sheets.write([KIND], title="Danh: [sách]?", notes=Notes("Hướng dẫn", [("Cột",), ("=Giới tính",)]))

    workbook = python_calamine.load_workbook(BytesIO(data))
    assert workbook.sheet_names == ["Danh sách", "Hướng dẫn"]
    assert cells_of(data, 1) == [["Cột"], ["=Giới tính"]]
    assert cells_of(data) == [["Giới tính *"]]

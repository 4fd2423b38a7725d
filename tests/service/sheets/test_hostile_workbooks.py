"""What a hostile hand makes of a workbook so that reading it costs memory, or reads otherwise than it was judged."""

import time

import pytest

from service import sheets
from service.sheets import Column, SheetRefused
from workbooks import SHEET, changed, packed, parts_of, with_cell

COLUMNS = (Column("name", "Họ và tên"), Column("born", "Ngày sinh", kind="date"))
GOOD = sheets.write(COLUMNS, [{"name": "Hạnh", "born": "2026-11-20"}], title="Danh sách")
STRINGS, BOOK, RELATIONS = "xl/sharedStrings.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
LARGE = "a" * 32_767


def refusal(data):
    with pytest.raises(SheetRefused) as refused:
        sheets.read(data, COLUMNS)
    return refused.value.problems[0].rule


def with_text(text, cells="", data=GOOD):
    """The workbook with one more shared text (its number is 3), and these cells in its second row."""
    more = changed(data, STRINGS, lambda xml: xml.replace("</sst>", f"<si><t>{text}</t></si></sst>"))
    return changed(more, SHEET, lambda xml: xml.replace("</sheetData>", f'<row r="3">{cells}</row></sheetData>'))


def cells_of(*values):
    return "".join(f'<c r="A3" t="s"><v>{value}</v></c>' for value in values)


def test_one_text_that_many_cells_refer_to_is_counted_for_each() -> None:
    begun = time.process_time()

    assert refusal(with_text(LARGE, cells_of(*[3] * 1100))) == "text"
    assert refusal(with_text(LARGE + "a")) == "long_text"
    assert refusal(with_cell(GOOD, "A3", f"<is><t>{LARGE}a</t></is>", "inlineStr")) == "long_text"
    assert time.process_time() - begun < 2


def test_a_text_as_long_as_a_cell_takes_is_read() -> None:
    _, row = sheets.read(with_text(LARGE, cells_of(3)), (COLUMNS[0], Column("born", "Ngày sinh")))

    assert row.typed.get("name", row.values.get("name")) == LARGE


@pytest.mark.parametrize(
    "value", ["99", "-1", " 1", "1<![CDATA[1]]>", "1<!-- -->1", "1<?a b?>1", "1&#49;", "1&#x31;", "\u0661"]
)
def test_a_reference_that_may_be_read_in_two_ways_is_refused(value) -> None:
    texts = "</t></si><si><t>".join("abcdefghijkl")

    assert refusal(with_text(texts, cells_of(value))) == "damaged"


def test_a_text_within_a_text_is_refused() -> None:
    assert refusal(with_text("a</t><si><t>b</t></si><t>c")) == "damaged"


@pytest.mark.parametrize("part", [BOOK, RELATIONS])
def test_a_list_of_contents_without_end_is_refused(part) -> None:
    def stuffed(element):
        return changed(GOOD, part, lambda xml: xml[: xml.rindex("</")] + element + xml[xml.rindex("</") :])

    begun = time.process_time()

    assert refusal(stuffed('<a b="" c=""/>' * 200_000)) == "unpacked"
    assert refusal(stuffed("<a/>" * 10_000)) == "endless"
    assert time.process_time() - begun < 1


def test_an_attribute_of_another_language_hides_no_far_cell() -> None:
    far = '<row r="3"><c r="XFD1048576" x:r="A3" xmlns:x="urn:x"><v>1</v></c></row></sheetData>'

    assert refusal(changed(GOOD, SHEET, lambda xml: xml.replace("</sheetData>", far))) == "columns"


def test_of_two_sheets_of_one_name_the_visible_one_is_read() -> None:
    hidden = '<sheets><sheet name="Danh sách" sheetId="9" state="hidden" r:id="rId9"/>'
    other = '<Relationship Id="rId9" Target="styles.xml" Type="x"/></R'
    twice = changed(GOOD, BOOK, lambda xml: xml.replace("<sheets>", hidden))

    (row,) = sheets.read(changed(twice, RELATIONS, lambda xml: xml.replace("</R", other)), COLUMNS)

    assert row.values["name"] == "Hạnh"


def test_days_of_an_old_macintosh_are_those_it_shows() -> None:
    old = changed(GOOD, BOOK, lambda xml: xml.replace("<workbookPr", '<workbookPr date1904="1"'))

    (then,), (now,) = sheets.read(old, COLUMNS), sheets.read(packed(parts_of(GOOD)), COLUMNS)

    assert (now.values["born"], then.values["born"]) == ("2026-11-20", "2030-11-21")

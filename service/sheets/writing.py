"""Writing a workbook: a table with its header, choices to pick from, and a sheet that explains it; never a formula."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter

from service.sheets.column import Column
from service.text import tidy

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
    "default_date_format": "dd/mm/yyyy",
}
_LISTS = "_"
"""The hidden sheet that holds the choices."""
_TITLE = 31
"""Excel takes no longer names of sheets."""
_NOT_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_FORMATS = {
    "text": "@",
    "choice": "@",
    "lines": "@",
    "date": "dd/mm/yyyy",
    "whole": "0",
    "number": "General",
    "note": "@",
}
_MADE = datetime(2000, 1, 1)
_PROBLEM = "#9C1C1C"
_WIDEST, _NARROWEST = 42, 12


@dataclass(frozen=True, slots=True)
class Notes:
    """A second sheet that explains the first: its title and lines of cells, the first line being the header."""

    title: str
    lines: Sequence[Sequence[str]]


def write(
    columns: Sequence[Column],
    rows: Sequence[Mapping[str, Any]] = (),
    *,
    title: str,
    notes: Notes | None = None,
    spare: int = 0,
) -> bytes:
    """A workbook whose first sheet holds these rows by column name.

    Choices are written by title and offered as a list, in `spare` empty rows below the last too. Text stays text, also
    when it begins like a formula.
    """
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as workbook:
        workbook.set_properties({"created": _MADE})
        sheet = workbook.add_worksheet(_title(title))
        _head(workbook, sheet, columns)
        _body(sheet, columns, rows)
        if notes is not None:
            _explain(workbook, notes)
        if spare or rows:
            _offer(workbook, sheet, columns, len(rows) + spare)
    return file.getvalue()


def _title(text: str) -> str:
    return tidy(text.translate(_NOT_IN_TITLES))[:_TITLE]


def _head(workbook: Any, sheet: Any, columns: Sequence[Column]) -> None:
    look = {"bold": True, "bg_color": "#EFE7DA", "border": 1, "border_color": "#CBBFAE", "text_wrap": True}
    head = workbook.add_format({**look, "valign": "vcenter"})
    must = workbook.add_format({**look, "valign": "vcenter", "font_color": _PROBLEM})
    for place, column in enumerate(columns):
        form = workbook.add_format({"num_format": _FORMATS[column.kind], "valign": "top"})
        form.set_text_wrap(column.kind in ("lines", "note"))
        sheet.set_column(place, place, _width(column), form)
        sheet.write_string(0, place, column.header, must if column.required else head)
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, 1)


def _body(sheet: Any, columns: Sequence[Column], rows: Sequence[Mapping[str, Any]]) -> None:
    for number, row in enumerate(rows, 1):
        for place, column in enumerate(columns):
            _cell(sheet, number, place, column, row.get(column.name))


def _cell(sheet: Any, row: int, place: int, column: Column, value: Any) -> None:
    """Numbers as numbers and days as days; whatever else there is stays text."""
    day = _day(value) if column.kind == "date" else None
    if value is None or value == "":
        return
    if day is not None:
        sheet.write_datetime(row, place, day)
    elif isinstance(value, (int, float)) and not isinstance(value, bool) and column.kind in ("number", "whole"):
        sheet.write_number(row, place, value)
    else:
        sheet.write_string(row, place, str(column.choices.get(str(value), value)))


def _day(value: Any) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _width(column: Column) -> int:
    if column.kind in ("lines", "note"):
        return _WIDEST
    longest = max(map(len, column.choices.values()), default=0)
    return min(_WIDEST, max(_NARROWEST, len(column.header) * 3 // 4, longest))


def _explain(workbook: Any, notes: Notes) -> None:
    sheet = workbook.add_worksheet(_title(notes.title))
    bold = workbook.add_format({"bold": True, "bg_color": "#EFE7DA", "valign": "top"})
    plain = workbook.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    for row, line in enumerate(notes.lines):
        for place, text in enumerate(line):
            sheet.write_string(row, place, text, plain if row else bold)
    for place in range(max(map(len, notes.lines), default=0)):
        sheet.set_column(place, place, _WIDEST if place else 30)
    sheet.freeze_panes(1, 0)


def _offer(workbook: Any, sheet: Any, columns: Sequence[Column], rows: int) -> None:
    """Lists of choices; they lie on a hidden sheet, for Excel takes only short ones in place."""
    chosen = [(place, column) for place, column in enumerate(columns) if column.choices]
    if not chosen:
        return
    lists = workbook.add_worksheet(_LISTS)
    lists.hide()
    for number, (place, column) in enumerate(chosen):
        for row, title in enumerate(column.choices.values()):
            lists.write_string(row, number, title)
        letter = chr(ord("A") + number)
        source = f"={_LISTS}!${letter}$1:${letter}${len(column.choices)}"
        sheet.data_validation(1, place, rows, place, {"validate": "list", "source": source})

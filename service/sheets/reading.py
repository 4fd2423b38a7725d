"""Reading a workbook as rows of a known table: the header must be the table's, every value what its column asks."""

import datetime
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import python_calamine

from service.sheets.column import DAMAGED, Column, Row, SheetProblem, SheetRefused, cell_name, header_key
from service.sheets.grid import MOST_COLUMNS, survey
from service.sheets.package import Package, unpack
from service.text import fold, tidy
from workflows.errors import Problem, msg
from workflows.forms import Field
from workflows.forms.typed import answer

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 10_000
"""Rows of data that are ever looked at; a list may allow fewer."""
_EMPTY = msg("The file is empty. Fill in the template and send that.")
_TOO_LARGE = msg(
    "The file is larger than {most} MB. Copy the rows into the template, or split the list into several files."
)
_NO_ROWS = msg("The sheet “{sheet}” has a header and no rows below it. Fill in one row for each.")
_TOO_MANY = msg("The sheet has {rows} rows of data; at most {most} are taken at once. Split it into several files.")
_OTHER_HEADER = msg("The header says “{found}”; the template has “{expected}” here. Download the template again.")
_UNKNOWN_HEADER = msg("The header says “{found}”; the template has no such column. Delete the column.")
_TWICE = msg("The column “{found}” is there twice. Delete one of the two.")
_MISSING = msg("The column “{expected}” is missing. Download the template again.")
_NO_HEADER = msg("The column has values but no header. Delete the column.")
_REQUIRED = msg("Fill in “{title}”.")
_NOT_OFFERED = msg("“{found}” is none of the choices of “{title}”. Pick one from the list in the cell.")
_TEXT_WANTED = msg("Enter text.")
_DATE_WANTED = msg("Enter a date as dd/mm/yyyy.")
_SHORTENED = 60
_FIELDS = {
    "text": ("string", "text", None),
    "lines": ("string", "textarea", None),
    "date": ("string", "date", "date"),
    "number": ("number", "number", None),
    "whole": ("integer", "number", None),
}
"""Each kind as a question of a form: type, widget, format."""


def read(data: bytes, columns: Sequence[Column], *, most_rows: int = MOST_ROWS) -> list[Row]:
    """The rows of the first visible sheet that say anything; a row is kept with its problems.

    Raises SheetRefused, with the cells or the limit, for a file that is no such table: bombs, formulas, merged cells, a
    wrong header, no rows, more than `most_rows`.
    """
    if not data:
        raise _refused(None, "empty", _EMPTY)
    if len(data) > MOST_BYTES:
        raise _refused(None, "size", _TOO_LARGE, most=MOST_BYTES // 1024 // 1024)
    package = unpack(data)
    survey(package.sheet, package.strings, last=MOST_ROWS + 1, most=most_rows)
    header, *body = _cells(package) or [[]]
    places = _places(header, body, columns)
    found = [_row(number, cells, places) for number, cells in enumerate(body, 2) if _says(cells, places)]
    if not found:
        raise _refused(None, "no_rows", _NO_ROWS, sheet=package.title)
    if len(found) > most_rows:
        last = cell_name(0, found[most_rows].number)
        raise _refused(last, "rows", _TOO_MANY, rows=len(found), most=most_rows)
    return found


def _cells(package: Package) -> list[list[Any]]:
    try:
        with python_calamine.load_workbook(io.BytesIO(package.clean)) as workbook:
            sheet = workbook.get_sheet_by_index(0)
            return sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS + 2) if sheet.end else []
    except python_calamine.CalamineError:
        raise SheetRefused(DAMAGED) from None


def _places(header: Sequence[Any], body: Sequence[Sequence[Any]], columns: Sequence[Column]) -> dict[int, Column]:
    """Which column stands where. Raises SheetRefused that names every header that does not fit."""
    by_key = {column.key: column for column in columns}
    places: dict[int, Column] = {}
    problems: list[SheetProblem] = []
    strange: dict[int, str] = {}
    for place, cell in enumerate(header[:MOST_COLUMNS]):
        title = tidy(str(cell))
        column = by_key.get(header_key(title))
        if column is not None and column in places.values():
            problems.append(SheetProblem(cell_name(place, 1), "header", _TWICE, {"found": title[:_SHORTENED]}))
        elif column is not None:
            places[place] = column
        elif title or any(place < len(cells) and cells[place] != "" for cells in body):
            strange[place] = title[:_SHORTENED]
    lacking = [c for c in columns if c not in places.values() and c.kind != "note"]
    problems += _headers(strange, lacking, len(header))
    if problems:
        raise SheetRefused(*problems)
    return places


def _headers(strange: Mapping[int, str], lacking: Sequence[Column], width: int) -> Iterator[SheetProblem]:
    """What is wrong with headers: a strange one stands, most likely, for one that is missing."""
    expected = iter(lacking)
    for place, found in strange.items():
        column = next(expected, None)
        cell = cell_name(place, 1)
        if column is not None:
            yield SheetProblem(cell, "header", _OTHER_HEADER, {"found": found, "expected": column.header})
        else:
            values = {"found": found}
            yield SheetProblem(cell, "header", _UNKNOWN_HEADER if found else _NO_HEADER, values if found else {})
    for number, column in enumerate(expected):
        yield SheetProblem(cell_name(width + number, 1), "header", _MISSING, {"expected": column.header})


def _says(cells: Sequence[Any], places: Mapping[int, Column]) -> bool:
    """Whether a row says anything that is read."""
    return any(tidy(str(cell)) for place, cell in enumerate(cells) if place in places and places[place].kind != "note")


def _row(number: int, cells: Sequence[Any], places: Mapping[int, Column]) -> Row:
    values: dict[str, Any] = {}
    problems: list[SheetProblem] = []
    typed: dict[str, str] = {}
    for place, column in places.items():
        cell = cells[place] if place < len(cells) else ""
        value, problem = (None, None) if column.kind == "note" else _value(column, cell)
        if problem is not None:
            problems.append(SheetProblem(cell_name(place, number), problem.rule, problem.message, problem.values))
            typed[column.name] = str(_plain(cell) if _plain(cell) is not None else cell)
        elif value is not None:
            values[column.name] = value
    return Row(number, values, tuple(problems), typed, {column.name: place for place, column in places.items()})


def _value(column: Column, cell: Any) -> tuple[Any, Problem | None]:
    """The cell as the column's kind; empty is nothing, unless the column must be filled in."""
    value, problem = _chosen(column, cell) if column.kind == "choice" else _typed(column, cell)
    if value is None and problem is None and column.required:
        return None, Problem("required", _REQUIRED, column.name, values={"title": column.title})
    return value, problem


def _chosen(column: Column, cell: Any) -> tuple[Any, Problem | None]:
    text = tidy(_plain(cell) or "")
    if not text:
        return None, None
    code = text if text in column.choices else column.codes.get(text) or column.codes.get(fold(text))
    if code is None:
        values = {"found": text[:_SHORTENED], "title": column.title}
        return None, Problem("choice", _NOT_OFFERED, column.name, values=values)
    return code, None


def _typed(column: Column, cell: Any) -> tuple[Any, Problem | None]:
    kind, widget, form = _FIELDS[column.kind]
    raw = cell
    if column.kind in ("text", "lines"):
        raw = _plain(cell)
        if raw is None:
            return None, Problem("type", _TEXT_WANTED, column.name)
        raw = tidy(raw) if column.kind == "text" else raw
    elif column.kind == "date":
        raw = _day(cell)
        if raw is None:
            return None, Problem("format", _DATE_WANTED, column.name)
    return answer(Field(column.name, column.title, kind, widget, format=form), raw)


def _day(cell: Any) -> str | None:
    """A day as Excel or a person writes it; None for a mere number."""
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else None
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    return cell if isinstance(cell, str) else None


def _plain(cell: Any) -> str | None:
    """Text of a cell: Excel makes numbers of codes and days of what looks like days."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.date):
        return f"{cell:%d/%m/%Y}"
    return None if isinstance(cell, (datetime.time, datetime.timedelta)) else str(cell)


def _refused(cell: str | None, rule: str, message: str, **values: object) -> SheetRefused:
    return SheetRefused(SheetProblem(cell, rule, message, values))

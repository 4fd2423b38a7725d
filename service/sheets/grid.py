"""What a sheet's own XML tells before its values are read: its extent, formulas, errors, and merged cells."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from service.sheets.column import DAMAGED, SheetProblem, SheetRefused, cell_name
from service.sheets.strings import require_short
from service.sheets.xml import scan
from workflows.errors import msg

MOST_COLUMNS = 60
MOST_TEXT = 32 * 1024 * 1024
"""Bytes that the texts of all cells take together, however few of them the file holds."""
_SHOWN = 20
"""How many cells of a kind are named; whoever mends these sees the rest."""
_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII)
_WIDE = msg("There is a value here, to the right of column {last}: the template has no such column. Delete it.")
_LONG = msg(
    "There is a value here, below row {last}: at most {most} rows are taken at once. Split the list into several files."
)
_FORMULA = msg("This is a formula. Copy it and paste its value.")
_ERROR = msg("Excel shows an error here ({shown}). Write the value.")
_MERGED = msg("These cells are merged. Unmerge them: each row needs its own values.")
_TOO_MUCH = msg("The cells of the sheet hold more than {most} MB of text. Split the list into several files.")
_VEILED = re.compile(rb"<!|<\?(?!xml\s)|&#(?:0*(?:4[89]|5[0-7])|x0*3\d);")
"""What readers of XML read differently: comments, raw passages, instructions, digits in disguise."""


@dataclass
class _Grid:
    """Where the walk stands, and what it has met."""

    last: int
    most: int
    strings: Sequence[int]
    row: int = 0
    column: int = -1
    kind: str = ""
    value: list[str] | None = None
    size: int = 0
    problems: list[SheetProblem] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def begin(self, tag: str, values: Mapping[str, str]) -> None:
        if tag == "row":
            self.row, self.column = _number(values.get("r"), self.row + 1), -1
        elif tag == "c":
            self._cell(values)
        elif tag == "f":
            self._note("formula", _FORMULA)
        elif tag in ("v", "is"):
            self._extent()
            self.value = []
        elif tag == "mergeCell":
            self._note("merged", _MERGED, values.get("ref", ""))

    def end(self, tag: str) -> None:
        if tag == "c" and self.kind == "e":
            self._note("error", _ERROR, shown="".join(self.value or ())[:20])
        if tag in ("v", "is") and self.value is not None:
            self._measure("".join(self.value), shared=tag == "v" and self.kind == "s")
        if tag == "c":
            self.value = None

    def text(self, text: str) -> None:
        if self.value is not None:
            self.value.append(text)

    def _cell(self, values: Mapping[str, str]) -> None:
        self.kind, self.value = values.get("t", ""), None
        if "r" not in values:
            self.column += 1
            return
        found = _CELL.fullmatch(values["r"])
        if found is None:
            raise SheetRefused(DAMAGED)
        self.column, self.row = _place(found[1]), int(found[2])

    def _extent(self) -> None:
        """Nothing far away is read: one value in the last cell of a sheet would ask for a table of billions."""
        if self.column >= MOST_COLUMNS:
            self._refuse("columns", _WIDE, last=cell_name(MOST_COLUMNS - 1, 1)[:-1])
        if self.row > self.last:
            self._refuse("rows", _LONG, last=self.last, most=self.most)

    def _measure(self, text: str, *, shared: bool) -> None:
        """Every cell that refers to a text is given a copy of it."""
        place = _number(text or None, -1) if shared else -1
        if place >= len(self.strings):
            raise SheetRefused(DAMAGED)
        require_short(len(text))
        self.size += self.strings[place] if place >= 0 else len(text.encode())
        if self.size > MOST_TEXT:
            raise SheetRefused(SheetProblem(None, "text", _TOO_MUCH, {"most": MOST_TEXT // 1024 // 1024}))

    def _note(self, rule: str, message: str, cell: str = "", **values: object) -> None:
        self.counts[rule] = self.counts.get(rule, 0) + 1
        if self.counts[rule] <= _SHOWN:
            self.problems.append(SheetProblem(cell or cell_name(self.column, self.row), rule, message, values))

    def _refuse(self, rule: str, message: str, **values: object) -> None:
        raise SheetRefused(SheetProblem(cell_name(self.column, self.row), rule, message, values))


def survey(sheet: bytes, strings: Sequence[int], *, last: int, most: int) -> None:
    """Walk through the sheet once. Raises SheetRefused that names formulas, errors, merges, or a cell too far out.

    `strings` is how many bytes each text takes that cells refer to, `last` the last row that is looked at, `most` how
    many rows of data people are told to send.
    """
    grid = _Grid(last, most, strings)
    scan(sheet, begin=grid.begin, end=grid.end, text=grid.text)
    if _VEILED.search(sheet):
        raise SheetRefused(DAMAGED)
    if grid.problems:
        raise SheetRefused(*grid.problems)


def _number(text: str | None, otherwise: int) -> int:
    if text is None:
        return otherwise
    if not (text.isascii() and text.isdigit() and len(text) <= 7):
        raise SheetRefused(DAMAGED)
    return int(text)


def _place(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1

"""What a sheet is made of: columns with their kinds, rows with their values, and what is wrong in which cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from service.errors import Reason, Refused
from service.text import fold, tidy
from workflows.errors import msg

_IN_CELL = msg("Cell {cell}: {problem}")
_DAMAGED = msg(
    "The workbook is damaged: Excel itself would have to repair it. Open it in Excel, save it anew and send that."
)


@dataclass(frozen=True)
class Column:
    """One column of a table.

    `kind` is "text" (one line), "lines" (several), "date", "number", "whole", "choice", or "note": a note is for
    people, may be missing, and is never read. `choices` gives the title of each code. `required` asks every row for it;
    `needed_for` says in words which rows need it, where not every one does.
    """

    name: str
    title: str
    required: bool = False
    kind: str = "text"
    choices: Mapping[str, str] = field(default_factory=dict)
    example: str = ""
    help: str = ""
    needed_for: str = ""

    @property
    def header(self) -> str:
        """Its title as it stands in the first row; a star marks what must be filled in."""
        mark = " *" if self.required else " (*)" if self.needed_for else ""
        return f"{self.title}{mark}"

    @property
    def key(self) -> str:
        """What its header is recognised by."""
        return header_key(self.title)

    @cached_property
    def codes(self) -> Mapping[str, str]:
        """Each code by its title, and by its title as careless people write it where only one is written so."""
        careless: dict[str, list[str]] = {}
        for code, title in self.choices.items():
            careless.setdefault(fold(tidy(title)), []).append(code)
        sure = {title: codes[0] for title, codes in careless.items() if len(codes) == 1}
        return sure | {tidy(title): code for code, title in self.choices.items()}


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """What is wrong with a cell, or with the file when `cell` is None: an English template over `values`."""

    cell: str | None
    rule: str
    message: str
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The English message with its values filled in, after the cell."""
        said = self.message.format(**self.values)
        return f"{self.cell}: {said}" if self.cell else said


DAMAGED = SheetProblem(None, "damaged", _DAMAGED)
"""What is wrong with a file that Excel did not write."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of data: its number in the file, values by column name, and what is wrong with its cells.

    Dates are ISO text, choices codes, numbers int or float; an empty cell is absent. `typed` is what stands in the
    cells that have problems, `places` where each column stands in this file, both by column name.
    """

    number: int
    values: Mapping[str, Any]
    problems: Sequence[SheetProblem] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)

    def cell(self, name: str) -> str | None:
        """The name of the row's cell in a column; None when the file has no such column."""
        return cell_name(self.places[name], self.number) if name in self.places else None


class SheetRefused(Refused):
    """The file cannot be read as this table, whatever its rows say; `problems` names cells or the limit."""

    def __init__(self, *problems: SheetProblem) -> None:
        super().__init__(_reason(problems[0]))
        self.problems = problems


def header_key(title: str) -> str:
    """A header without case, diacritics, doubled blanks and the star."""
    return fold(tidy(title)).removesuffix("(*)").rstrip(" *")


def cell_name(column: int, row: int) -> str:
    """The name of a cell ("C7"), from its column counted from zero and its row counted from one."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def _reason(problem: SheetProblem) -> Reason:
    reason = Reason(problem.rule, problem.message, problem.values)
    return Reason(problem.rule, _IN_CELL, {"cell": problem.cell, "problem": reason}) if problem.cell else reason

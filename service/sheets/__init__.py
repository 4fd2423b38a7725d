"""Excel workbooks: reading what a stranger sends as rows of a known table, and writing tables people fill in."""

from service.sheets.column import Column, Row, SheetProblem, SheetRefused, cell_name
from service.sheets.reading import MOST_BYTES, MOST_ROWS, read
from service.sheets.writing import Notes, write

__all__ = [
    "MOST_BYTES",
    "MOST_ROWS",
    "Column",
    "Notes",
    "Row",
    "SheetProblem",
    "SheetRefused",
    "cell_name",
    "read",
    "write",
]

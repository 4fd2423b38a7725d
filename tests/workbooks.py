"""Workbooks for tests: an honest one to start from, and what a careless or hostile hand makes of one."""

import io
import zipfile
from collections.abc import Callable, Mapping

SHEET = "xl/worksheets/sheet1.xml"


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a workbook by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Parts as a workbook."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return file.getvalue()


def changed(data: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """The workbook with one of its parts rewritten."""
    parts = parts_of(data)
    return packed({**parts, part: change(parts[part].decode()).encode()})


def with_cell(data: bytes, cell: str, inside: str, kind: str = "") -> bytes:
    """The workbook with this XML in one cell of its first sheet, in a row of its own at the end."""
    row = "".join(letter for letter in cell if letter.isdigit())
    attribute = f' t="{kind}"' if kind else ""
    written = f'<row r="{row}"><c r="{cell}"{attribute}>{inside}</c></row></sheetData>'
    return changed(data, SHEET, lambda xml: xml.replace("</sheetData>", written))

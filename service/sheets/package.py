"""Unpacking a workbook without trusting it: only the parts that are read, each measured before it is kept."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.documents import office
from service.errors import Reason
from service.sheets.column import DAMAGED, SheetProblem, SheetRefused
from service.sheets.strings import sizes_of
from service.sheets.xml import scan
from workflows.errors import msg

MOST_UNPACKED = 32 * 1024 * 1024
"""Bytes of the parts that are read: a sheet of 10,000 full rows has less than half of it."""
MOST_CONTENTS = 512 * 1024
"""Bytes of each part that only says what there is in the workbook."""
MOST_NAMED = 10_000
"""Elements of such a part."""
_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_STRINGS, _STYLES, _SHEET = "xl/sharedStrings.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_POINTER = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r" Type="{type}" Target="{target}"/></Relationships>'
)
_BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{office}">'
    '<workbookPr date1904="{since_1904}"/><sheets><sheet name="_" sheetId="1" r:id="r"/></sheets></workbook>'
)
"""The workbook of one sheet that is read: a stranger's own may name two sheets alike, or parts that are none."""
_OLD = b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_NOT_XLSX = msg("This is not an Excel workbook (.xlsx). Fill in the template, and save it as an Excel workbook.")
_OLD_EXCEL = msg("This is a file of an old Excel (.xls). Save it as an Excel workbook (.xlsx) and send that.")
_PASSWORD = msg("The workbook is locked with a password. Save it without one.")
_UNPACKED = msg("The workbook is larger than {most} MB when unpacked. Copy the rows into the template and send that.")
_LINKS = msg("The workbook is linked to other files or data. Copy the values into a new workbook.")
_CONTENTS = msg("The workbook has a list of contents larger than {most} kB; copy the rows into a new workbook.")
_NO_SHEET = msg("The workbook has no visible sheet. Show the sheet with the rows and save it.")


_Elements = list[tuple[str, Mapping[str, str]]]
"""Tags with their attributes, both without prefixes."""


@dataclass(frozen=True, slots=True)
class Package:
    """The first visible sheet of a workbook: its name, its XML, and a small clean workbook that holds nothing else.

    `strings` is how many bytes each text takes that cells refer to.
    """

    title: str
    sheet: bytes
    strings: Sequence[int]
    clean: bytes


def unpack(data: bytes) -> Package:
    """Take a workbook apart. Raises SheetRefused for what is none, is locked, linked, damaged, or far too large."""
    if not data.startswith(b"PK"):
        raise _refused("content", _why_no_package(data))
    if reason := office.why_no_sheet(io.BytesIO(data)):
        raise _of(reason)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _package(package)
    except (zipfile.BadZipFile, KeyError, EOFError, OSError, ValueError, RuntimeError, NotImplementedError):
        raise SheetRefused(DAMAGED) from None


def _why_no_package(data: bytes) -> str:
    if not data.startswith(_OLD):
        return _NOT_XLSX
    return _PASSWORD if _LOCKED in data else _OLD_EXCEL


def _package(package: zipfile.ZipFile) -> Package:
    names = [part.filename for part in package.infolist()]
    if len(set(names)) < len(names):
        raise SheetRefused(DAMAGED)
    if any("externallinks/" in name.lower() or name.lower().endswith("connections.xml") for name in names):
        raise _refused("links", _LINKS)
    targets = {one["Id"]: one["Target"] for _, one in _contents(package, _RELATIONS, "Relationship")}
    book = _contents(package, _WORKBOOK, "sheet", "workbookPr")
    title, path = _first_sheet(book, targets)
    parts: dict[str, bytes] = {}
    for name, source in ((_SHEET, path), (_STRINGS, _STRINGS), (_STYLES, _STYLES)):
        if source == path or source in names:
            parts[name] = _part(package, source, MOST_UNPACKED - sum(map(len, parts.values())))
    if _STYLES in parts:
        scan(parts[_STYLES])  # only to refuse what a reader of XML should not be given
    strings = sizes_of(parts[_STRINGS]) if _STRINGS in parts else ()
    return Package(title, parts[_SHEET], strings, _packed(parts, _since_1904(book)))


def _part(package: zipfile.ZipFile, name: str, room: int) -> bytes:
    """The part's bytes. What the list of parts announces is never exceeded: the rest would fail its checksum."""
    if package.getinfo(name).file_size > room:
        raise _refused("unpacked", _UNPACKED, most=MOST_UNPACKED // 1024 // 1024)
    return package.read(name)


def _contents(package: zipfile.ZipFile, name: str, *wanted: str) -> _Elements:
    """The wanted elements of a part that says what there is."""
    if package.getinfo(name).file_size > MOST_CONTENTS:
        raise _refused("unpacked", _CONTENTS, most=MOST_CONTENTS // 1024)
    found: _Elements = []

    def begin(tag: str, values: Mapping[str, str]) -> None:
        if tag in wanted:
            found.append((tag, values))

    scan(package.read(name), begin=begin, most=MOST_NAMED)
    return found


def _first_sheet(book: _Elements, targets: Mapping[str, str]) -> tuple[str, str]:
    """Title and part of the first sheet that people see."""
    for tag, one in book:
        target = targets.get(one.get("id", "")) if tag == "sheet" else None
        if target and one.get("state", "visible") == "visible" and "chartsheet" not in target:
            path = target.removeprefix("/")
            return one["name"], path if path.startswith("xl/") else f"xl/{path}"
    raise _refused("no_sheet", _NO_SHEET)


def _since_1904(book: _Elements) -> bool:
    """Whether days are counted as on old Macintoshes."""
    return any(tag == "workbookPr" and one.get("date1904") in ("1", "true") for tag, one in book)


def _packed(parts: Mapping[str, bytes], since_1904: bool) -> bytes:
    made: dict[str, str | bytes] = {
        "_rels/.rels": _POINTER.format(type=f"{_OFFICE}/officeDocument", target=_WORKBOOK),
        _WORKBOOK: _BOOK.format(office=_OFFICE, since_1904=int(since_1904)),
        _RELATIONS: _POINTER.format(type=f"{_OFFICE}/worksheet", target="worksheets/sheet1.xml"),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as package:
        for name, part in {**made, **parts}.items():
            package.writestr(name, part)
    return file.getvalue()


def _of(reason: Reason) -> SheetRefused:
    """The reason why such a file is not kept as a paper, of a sheet."""
    if reason == office.NOT_OFFICE:
        return _refused("content", _NOT_XLSX)
    return SheetRefused(SheetProblem(None, reason.code, reason.message, reason.values))


def _refused(rule: str, message: str, **values: object) -> SheetRefused:
    return SheetRefused(SheetProblem(None, rule, message, values))

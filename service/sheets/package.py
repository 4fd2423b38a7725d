"""Unpacking a workbook without trusting it: only the parts that are read, each measured before it is kept."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from service.documents import office
from service.errors import Reason
from service.sheets.column import SheetProblem, SheetRefused
from service.sheets.xml import Elements, scan
from workflows.errors import msg

MOST_UNPACKED = 32 * 1024 * 1024
"""Bytes of the parts that are read: a sheet of 10,000 full rows has less than half of it."""
_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_ALWAYS = (_WORKBOOK, _RELATIONS)
_DOOR = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Target="'
    + _WORKBOOK
    + '" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
"""Where a workbook begins; a stranger's own may point elsewhere."""
_SOMETIMES = ("xl/sharedStrings.xml", "xl/styles.xml")
_OLD = b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_NOT_XLSX = msg("This is not an Excel workbook (.xlsx). Fill in the template, and save it as an Excel workbook.")
_OLD_EXCEL = msg("This is a file of an old Excel (.xls). Save it as an Excel workbook (.xlsx) and send that.")
_PASSWORD = msg("The workbook is locked with a password. Save it without one.")
_DAMAGED = msg("The workbook is damaged: Excel itself would have to repair it.")
_UNPACKED = msg("The workbook is larger than {most} MB when unpacked; no list needs that.")
_LINKS = msg("The workbook is linked to other files or data. Copy the values into a new workbook.")
_NO_SHEET = msg("The workbook has no visible sheet.")


@dataclass(frozen=True, slots=True)
class Package:
    """The first visible sheet of a workbook: its name, its XML, and a small clean workbook that holds nothing else."""

    title: str
    sheet: bytes
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
        raise _refused("damaged", _DAMAGED) from None


def _why_no_package(data: bytes) -> str:
    if not data.startswith(_OLD):
        return _NOT_XLSX
    return _PASSWORD if _LOCKED in data else _OLD_EXCEL


def _package(package: zipfile.ZipFile) -> Package:
    names = [part.filename for part in package.infolist()]
    if len(set(names)) < len(names):
        raise _refused("damaged", _DAMAGED)
    if any("externallinks/" in name.lower() or name.lower().endswith("connections.xml") for name in names):
        raise _refused("links", _LINKS)
    parts = {name: _part(package, name, MOST_UNPACKED) for name in _ALWAYS}
    title, path = _first_sheet(parts)
    for name in (path, *(one for one in _SOMETIMES if one in names)):
        parts[name] = _part(package, name, MOST_UNPACKED - sum(map(len, parts.values())))
    for name in parts.keys() - {path, *_ALWAYS}:
        scan(parts[name])  # only to refuse what a reader of XML should not be given
    return Package(title, parts[path], _packed(parts))


def _part(package: zipfile.ZipFile, name: str, room: int) -> bytes:
    """The part's bytes. What the list of parts announces is never exceeded: the rest would fail its checksum."""
    if package.getinfo(name).file_size > room:
        raise _refused("unpacked", _UNPACKED, most=MOST_UNPACKED // 1024 // 1024)
    return package.read(name)


def _first_sheet(parts: Mapping[str, bytes]) -> tuple[str, str]:
    """Title and part of the first sheet that people see."""
    targets = {one["Id"]: one["Target"] for tag, one in _elements(parts[_RELATIONS]) if tag == "Relationship"}
    for tag, one in _elements(parts[_WORKBOOK]):
        target = targets.get(one.get("id", "")) if tag == "sheet" else None
        if target and one.get("state", "visible") == "visible" and "chartsheet" not in target:
            path = target.removeprefix("/")
            return one["name"], path if path.startswith("xl/") else f"xl/{path}"
    raise _refused("no_sheet", _NO_SHEET)


def _elements(part: bytes) -> Elements:
    found: Elements = []
    scan(part, begin=lambda tag, values: found.append((tag, dict(values))))
    return found


def _packed(parts: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as package:
        package.writestr("_rels/.rels", _DOOR)
        for name, part in parts.items():
            package.writestr(name, part)
    return file.getvalue()


def _of(reason: Reason) -> SheetRefused:
    """The reason why such a file is not kept as a paper, of a sheet."""
    if reason == office.NOT_OFFICE:
        return _refused("content", _NOT_XLSX)
    return SheetRefused(SheetProblem(None, reason.code, reason.message, reason.values))


def _refused(rule: str, message: str, **values: object) -> SheetRefused:
    return SheetRefused(SheetProblem(None, rule, message, values))

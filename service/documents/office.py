"""What makes a file an acceptable Word or Excel file."""

import os
import struct
import zipfile
from typing import IO

from service.errors import Reason
from workflows.errors import msg

NOT_OFFICE = Reason("content", msg("The content is not what the file name says."))
MACROS = Reason("macros", msg("The file contains macros or embedded programs; save it without them."))
BOMB = Reason("unpacked", msg("The file is far larger when unpacked than is taken."))
TOO_MANY = Reason("parts", msg("The file is made of too many parts."))
MOST_UNPACKED = 200 * 1024 * 1024
MOST_PARTS = 5000
MOST_DIRECTORY = 1024 * 1024
"""Bytes of the list of parts."""
_END = struct.Struct("<4s4H2LH")
"""The record at the very end: mark, disk numbers, parts on this disk and in all, size and place of their list, note."""
_LOCATOR = 20
_WIDE = b"PK\x06\x07"
"""Before the end, this announces a second list of parts: for files above 4 GB."""
_FORBIDDEN = ("vbaproject", "/activex/", "oleobject", "macrosheets/")


def why_no_document(file: IO[bytes]) -> Reason | None:
    """Why this is no Word document that may be kept."""
    return _why_not(file, "word/document.xml")


def why_no_sheet(file: IO[bytes]) -> Reason | None:
    """Why this is no Excel workbook that may be kept."""
    return _why_not(file, "xl/workbook.xml")


def _why_not(file: IO[bytes], main: str) -> Reason | None:
    if file.read(4) != b"PK\x03\x04":
        return NOT_OFFICE
    if reason := _why_not_end(file):
        return reason
    try:
        with zipfile.ZipFile(file) as package:
            return _why_not_package(package, main)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return NOT_OFFICE


def _why_not_end(file: IO[bytes]) -> Reason | None:
    """Judged by its end alone: to open the package is to hold all its list of parts in memory."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _END.size - _LOCATOR))
    tail = file.read()
    if len(tail) < _END.size + _LOCATOR or tail.startswith(_WIDE):
        return NOT_OFFICE
    mark, _, _, _, parts, directory, _, note = _END.unpack(tail[_LOCATOR:])
    if mark != b"PK\x05\x06" or note:
        return NOT_OFFICE
    return TOO_MANY if parts > MOST_PARTS or directory > MOST_DIRECTORY else None


def _why_not_package(package: zipfile.ZipFile, main: str) -> Reason | None:
    parts = package.infolist()
    names = [part.filename for part in parts]
    if not {"[Content_Types].xml", main} <= set(names) or any(".." in name or name[:1] in "/\\" for name in names):
        return NOT_OFFICE
    if len(parts) > MOST_PARTS:
        return TOO_MANY
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        return BOMB
    if any(word in f"/{name}".lower() for name in names for word in _FORBIDDEN):
        return MACROS
    return MACROS if b"macroEnabled" in _first_bytes(package, "[Content_Types].xml") else None


def _first_bytes(package: zipfile.ZipFile, name: str) -> bytes:
    with package.open(name) as part:
        return part.read(1024 * 1024)  # the announced size may lie

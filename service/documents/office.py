"""What makes a file an acceptable Word or Excel file."""

import zipfile
from typing import IO

from service.errors import Reason
from workflows.errors import msg

NOT_OFFICE = Reason("content", msg("The content is not what the file name says."))
MACROS = Reason("macros", msg("The file contains macros or embedded programs; save it without them."))
BOMB = Reason("unpacked", msg("The file is far larger when unpacked than is taken."))
MOST_UNPACKED = 200 * 1024 * 1024
MOST_PARTS = 5000
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
    try:
        with zipfile.ZipFile(file) as package:
            return _why_not_package(package, main)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return NOT_OFFICE


def _why_not_package(package: zipfile.ZipFile, main: str) -> Reason | None:
    parts = package.infolist()
    names = [part.filename for part in parts]
    if not {"[Content_Types].xml", main} <= set(names) or any(".." in name or name[:1] in "/\\" for name in names):
        return NOT_OFFICE
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        return BOMB
    if any(word in f"/{name}".lower() for name in names for word in _FORBIDDEN):
        return MACROS
    return MACROS if b"macroEnabled" in _first_bytes(package, "[Content_Types].xml") else None


def _first_bytes(package: zipfile.ZipFile, name: str) -> bytes:
    with package.open(name) as part:
        return part.read(1024 * 1024)  # the announced size may lie

"""Whether a file is what its name says, and nothing else besides."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from service.documents import images, office, pdf
from service.documents.names import ending_of
from service.errors import Reason
from workflows.errors import msg

NOT_TAKEN = Reason("type", msg("Files of this type are not taken; PDF, PNG, JPEG, DOCX and XLSX are."))
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class _Type:
    media_type: str
    why_not: Callable[[IO[bytes]], Reason | None]


_TYPES = {
    "pdf": _Type("application/pdf", pdf.why_not),
    "png": _Type("image/png", images.why_no_png),
    "jpg": _Type("image/jpeg", images.why_no_jpeg),
    "jpeg": _Type("image/jpeg", images.why_no_jpeg),
    "docx": _Type(_WORD, office.why_no_document),
    "xlsx": _Type(_SHEET, office.why_no_sheet),
}
ACCEPTED = tuple(f".{ending}" for ending in _TYPES)
"""File name endings that are taken, for the file picker."""


def inspect(name: str, file: IO[bytes]) -> str | Reason:
    """The media type of a file that may be kept, or why it may not."""
    found = _TYPES.get(ending_of(name))
    if found is None:
        return NOT_TAKEN
    file.seek(0)
    return found.why_not(file) or found.media_type

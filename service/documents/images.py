"""What makes a file an acceptable picture."""

import struct
from typing import IO

from service.errors import Reason
from workflows.errors import msg

NOT_IMAGE = Reason("content", msg("The content is not what the file name says."))
HUGE = Reason("pixels", msg("The picture has too many pixels; scan it with a lower resolution."))
MOST_PIXELS = 100_000_000
_PNG = b"\x89PNG\r\n\x1a\n"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})


def why_no_png(file: IO[bytes]) -> Reason | None:
    """A PNG is a chain of chunks from IHDR to IEND with nothing behind it."""
    content = file.read()
    if content[:8] != _PNG or content[12:16] != b"IHDR" or len(content) < 33:
        return NOT_IMAGE
    width, height = struct.unpack(">II", content[16:24])
    at = 8
    while at + 12 <= len(content):
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        at += 12 + length
        if kind == b"IEND":
            break
    if at != len(content) or kind != b"IEND":
        return NOT_IMAGE
    return HUGE if width * height > MOST_PIXELS else None


def why_no_jpeg(file: IO[bytes]) -> Reason | None:
    """A JPEG begins with its mark, says its size in a frame, and ends with its end mark."""
    content = file.read()
    if content[:3] != b"\xff\xd8\xff" or not content.rstrip(b"\0").endswith(b"\xff\xd9"):
        return NOT_IMAGE
    size = _frame_size(content)
    if size is None:
        return NOT_IMAGE
    return HUGE if size[0] * size[1] > MOST_PIXELS else None


def _frame_size(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF or marker in _ALONE:
            at += 1 if marker == 0xFF else 2
            continue
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + int(struct.unpack(">H", content[at + 2 : at + 4])[0])
    return None

"""Files as people send them: sound ones, and ones that pretend."""

import struct
import zipfile
import zlib
from io import BytesIO

from service.demo.papers import pdf

PDF = pdf(["Báo cáo thành tích"])
JPEG = b"\xff\xd8\xff\xc0\x00\x0b\x08\x00\x10\x00\x10\x01\x01\x11\x00\xff\xda\x00\x02\x00\xff\xd9"


def png(width: int = 1, height: int = 1, behind: bytes = b"") -> bytes:
    """A PNG that says it is so large, with `behind` after its end."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0\0")
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"") + behind


def docx(extra: dict[str, bytes] | None = None, main: str = "word/document.xml", types: bytes = b"<Types/>") -> bytes:
    """An office file with these further parts."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", types)
        package.writestr(main, b"<document/>")
        for name, content in (extra or {}).items():
            package.writestr(name, content)
    return target.getvalue()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

"""What makes a file an acceptable PDF."""

import re
from typing import IO

from service.errors import Reason
from workflows.errors import msg

NOT_PDF = Reason("content", msg("The content is not what the file name says."))
CUT_OFF = Reason("cut_off", msg("The file is incomplete; save it again and send it whole."))
ACTIVE = Reason("active", msg("The file contains scripts, programs or other files; save it without them."))
_TAIL = 2048
_WINDOW = 1024 * 1024
_OVERLAP = 2048
"""Windows overlap by more than the longest find, with every letter escaped."""


def why_not(file: IO[bytes]) -> Reason | None:
    """A PDF begins with its mark at the very first byte, ends with its end mark, and carries nothing that runs.

    Names inside compressed object streams are not seen: browsers show the file in a sandbox besides.
    """
    content = file.read()
    if not content.startswith(b"%PDF-"):
        return NOT_PDF
    tail = content[-_TAIL:].rstrip(b"\0\t\r\n ")
    if not tail.endswith(b"%%EOF"):
        return CUT_OFF
    # Window by window, as other threads wait while a search runs.
    windows = range(0, len(content), _WINDOW)
    return ACTIVE if any(_ACTIVE.search(content, at, at + _WINDOW + _OVERLAP) for at in windows) else None


def _escapable(name: str) -> str:
    """A pattern for a name in which each letter may be written as # and its hexadecimal number."""
    return "".join(f"(?:{letter}|#{_digits(letter)})" for letter in name)


def _digits(letter: str) -> str:
    return "".join(f"[{digit}{digit.upper()}]" if digit.isalpha() else digit for digit in f"{ord(letter):02x}")


_NAMES = "|".join(map(_escapable, ("JavaScript", "Launch", "RichMedia", "XFA", "EmbeddedFiles", "EmbeddedFile")))
_SCRIPT = rf"{_escapable('S')}\s{{0,1000}}/{_escapable('JS')}"
_BEGINS = "[JLRXES]|#[45]"
_GOES_ON = r"\w|#[3-7]"
_ACTIVE = re.compile(f"/(?={_BEGINS})(?:{_NAMES}|{_SCRIPT})(?!{_GOES_ON})".encode())

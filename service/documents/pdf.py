"""What makes a file an acceptable PDF."""

import re
from typing import IO

from service.errors import Reason
from workflows.errors import msg

NOT_PDF = Reason("content", msg("The content is not what the file name says."))
CUT_OFF = Reason("cut_off", msg("The file is incomplete; save it again and send it whole."))
ACTIVE = Reason("active", msg("The file contains scripts, programs or other files; save it without them."))
_HEX_IN_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTIVE = re.compile(rb"/(JavaScript|Launch|RichMedia|EmbeddedFiles?|XFA)\b|/S\s*/JS\b")
_TAIL = 2048


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
    plain = _HEX_IN_NAME.sub(lambda match: bytes([int(match[1], 16)]), content)
    return ACTIVE if _ACTIVE.search(plain) else None

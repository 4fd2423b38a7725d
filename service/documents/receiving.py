"""Files as they arrive: each is kept or refused for itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from service.documents.inspection import inspect
from service.documents.names import clean_name
from service.documents.store import Kept, Store, TooLarge, measure
from service.errors import Reason
from workflows.errors import msg

MOST_AT_ONCE = 20
EMPTY = Reason("empty", msg("The file is empty."))
NAMELESS = Reason("name", msg("The file has no name."))
TOO_MANY = Reason("count", msg("At most {most} files are taken at once."), {"most": MOST_AT_ONCE})


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as a visitor sends it: which paper of the dossier it is meant to be, its name, its bytes."""

    kind: str
    name: str
    stream: IO[bytes]


@dataclass(frozen=True, slots=True)
class Received:
    """A file that lies in the store and is not yet part of any dossier."""

    kind: str
    name: str
    media_type: str
    kept: Kept


def receive(store: Store, uploads: Sequence[Upload], *, limit: int) -> tuple[Sequence[Received], Mapping[str, Reason]]:
    """Keep what may be kept; answer with it, and with a reason for each name that was refused."""
    received: list[Received] = []
    refused: dict[str, Reason] = {}
    for number, upload in enumerate(uploads):
        name = clean_name(upload.name)
        answer = TOO_MANY if number >= MOST_AT_ONCE else _look(name, upload.stream, limit)
        if isinstance(answer, Reason):
            refused[name or "?"] = answer
        else:
            received.append(Received(upload.kind, name, answer, store.keep(upload.stream)))
    return received, refused


def _look(name: str, stream: IO[bytes], limit: int) -> str | Reason:
    if not name:
        return NAMELESS
    try:
        size = measure(stream, limit)
    except TooLarge:
        return Reason("size", msg("The file is larger than {most} MB."), {"most": limit // 1024 // 1024})
    return inspect(name, stream) if size else EMPTY

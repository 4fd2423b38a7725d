"""Files as they arrive: each is looked at for itself, before any transaction begins."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import IO

from service.documents.inspection import inspect
from service.documents.names import clean_name
from service.documents.store import Arrived, Store, TooLarge, measure
from service.errors import Reason
from workflows.errors import msg

LIMIT = 20 * 1024 * 1024
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
class File:
    """A sound file that lies in the store on trial."""

    kind: str
    name: str
    media_type: str
    arrived: Arrived


@dataclass(frozen=True, slots=True)
class Received:
    """The sound files, and under the name of each other the reason why it is none."""

    files: Sequence[File]
    refused: Mapping[str, Reason]


@contextmanager
def receive(store: Store, uploads: Sequence[Upload], *, limit: int = LIMIT) -> Iterator[Received]:
    """Look at every file and take the sound ones in; what is not kept within the block leaves nothing behind."""
    files: list[File] = []
    refused: dict[str, Reason] = {}
    with ExitStack() as trial:
        for number, upload in enumerate(uploads):
            name = clean_name(upload.name)
            answer = TOO_MANY if number >= MOST_AT_ONCE else _look(name, upload.stream, limit)
            if isinstance(answer, Reason):
                refused[name or "?"] = answer
                continue
            arrived = store.take_in(upload.stream)
            trial.callback(store.drop, arrived)
            files.append(File(upload.kind, name, answer, arrived))
        yield Received(files, refused)


def _look(name: str, stream: IO[bytes], limit: int) -> str | Reason:
    if not name:
        return NAMELESS
    try:
        size = measure(stream, limit)
    except TooLarge:
        return Reason("size", msg("The file is larger than {most} MB."), {"most": limit // 1024 // 1024})
    return inspect(name, stream) if size else EMPTY

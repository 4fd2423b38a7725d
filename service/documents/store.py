"""A folder of files named by their SHA-256."""

import hashlib
import os
import re
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO

_ARRIVING = "arriving-"
_PIECE = 1024 * 1024
_NAME = re.compile(r"[0-9a-f]{64}")


class TooLarge(Exception):
    """More bytes came than are taken."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that has been written down safely, on trial: it is either kept under its hash, or dropped."""

    sha256: str
    size: int
    draft: Path


@dataclass(frozen=True)
class Store:
    """Files by content: the same bytes are kept once, and nothing is ever changed in place."""

    folder: Path

    def take_in(self, file: IO[bytes]) -> Arrived:
        """Copy all of `file` in on trial; once this returns, the bytes survive a power cut."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.seek(0)
        descriptor, name = tempfile.mkstemp(dir=self.folder, prefix=_ARRIVING)
        try:
            with os.fdopen(descriptor, "wb") as copy:
                sha256, size = _copy(file, copy)
                copy.flush()
                os.fsync(copy.fileno())
            self.path(sha256).parent.mkdir(exist_ok=True, mode=0o700)
            _sync_folder(self.folder)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return Arrived(sha256, size, Path(name))

    def keep(self, arrived: Arrived) -> None:
        """Move the file under its hash, for good: quick, as the bytes are there already."""
        place = self.path(arrived.sha256)
        arrived.draft.replace(place)
        _sync_folder(place.parent)

    def drop(self, arrived: Arrived) -> None:
        """Take the file away unless it was kept."""
        arrived.draft.unlink(missing_ok=True)

    def sweep(self, before: datetime) -> int:
        """Take away what has been on trial since before a moment, and say how many files that were."""
        swept = 0
        for path in self.folder.glob(f"{_ARRIVING}*"):
            with suppress(FileNotFoundError):  # just kept or dropped after all
                if path.stat().st_mtime < before.timestamp():
                    path.unlink()
                    swept += 1
        return swept

    def open(self, sha256: str) -> BinaryIO:
        """The bytes, to read. Raises FileNotFoundError."""
        return self.path(sha256).open("rb")

    def path(self, sha256: str) -> Path:
        """Where the bytes lie. Raises ValueError for anything but 64 hex digits."""
        if not _NAME.fullmatch(sha256):
            raise ValueError("not a SHA-256")
        return self.folder / sha256[:2] / sha256[2:]


def measure(file: IO[bytes], limit: int) -> int:
    """How many bytes the file holds. Raises TooLarge as soon as it is more than `limit`, whatever was announced."""
    file.seek(0)
    size = 0
    while piece := file.read(_PIECE):
        size += len(piece)
        if size > limit:
            raise TooLarge
    return size


def _copy(source: IO[bytes], target: IO[bytes]) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while piece := source.read(_PIECE):
        digest.update(piece)
        target.write(piece)
        size += len(piece)
    return digest.hexdigest(), size


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

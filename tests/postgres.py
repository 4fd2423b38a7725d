"""A real PostgreSQL for the tests: one throw-away cluster shared by all test processes of a run."""

import contextlib
import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg

_SETTINGS = (
    "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"
)

_CAN_CHOOSE = 15


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running PostgreSQL, reached through the socket in its own folder."""

    folder: Path

    def url(self, database: str) -> str:
        """Return the SQLAlchemy address of a database of this cluster."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def create(self, template: str | None = None) -> str:
        """Create a database with a name of its own, as a copy of `template` when one is given."""
        name = f"t_{uuid4().hex}"
        self._say(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}" {self._copied}' if template else ""))
        return name

    @property
    def _copied(self) -> str:
        """How: without syncing to disk, copying files costs half of what logging every page does (from 15 on)."""
        version = int((self.folder / "data" / "PG_VERSION").read_text().split(".")[0])
        return "STRATEGY FILE_COPY" if version >= _CAN_CHOOSE else ""

    def drop(self, database: str) -> None:
        """Drop a database, whoever is still connected."""
        self._say(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    def _say(self, command: str) -> None:
        with psycopg.connect(f"host={self.folder} user=postgres dbname=postgres", autocommit=True) as connection:
            connection.execute(command)  # type: ignore[call-overload]


def binaries() -> Path | None:
    """Return the folder with initdb and pg_ctl, the newest version first; None when PostgreSQL is not installed."""
    debian = Path("/usr/lib/postgresql")
    versions = debian.iterdir() if debian.is_dir() else ()
    folders = [path / "bin" for path in sorted(versions, key=lambda path: float(path.name), reverse=True)]
    on_path = shutil.which("initdb")
    folders += [Path(on_path).resolve().parent] if on_path else []
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


@contextlib.contextmanager
def shared_cluster(meeting_place: Path) -> Iterator[Cluster]:
    """Start the cluster or join the one that a neighbour started; the last to leave stops it.

    All test processes of one run must name the same folder as meeting place.
    """
    with _alone(meeting_place):
        cluster = _join(meeting_place) or _start(meeting_place)
        _count(meeting_place, 1)
    try:
        yield cluster
    finally:
        with _alone(meeting_place):
            if _count(meeting_place, -1) == 0:
                _stop(cluster)
                (meeting_place / "postgres.folder").unlink()


@contextlib.contextmanager
def _alone(meeting_place: Path) -> Iterator[None]:
    with (meeting_place / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _join(meeting_place: Path) -> Cluster | None:
    note = meeting_place / "postgres.folder"
    return Cluster(Path(note.read_text())) if note.exists() else None


def _start(meeting_place: Path) -> Cluster:
    folder = Path(tempfile.mkdtemp(prefix="vinhdanh-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data = str(folder / "data")
    _run(folder, "initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    _run(folder, "pg_ctl", "-D", data, "-l", str(folder / "log"), "-o", f"-k {folder} {_SETTINGS}", "-w", "start")
    (meeting_place / "postgres.folder").write_text(str(folder))
    return Cluster(folder)


def _stop(cluster: Cluster) -> None:
    _run(cluster.folder, "pg_ctl", "-D", str(cluster.folder / "data"), "-m", "immediate", "-w", "stop")
    shutil.rmtree(cluster.folder)


def _run(folder: Path, program: str, *arguments: str) -> None:
    home = binaries()
    assert home, "PostgreSQL is not installed"
    # PostgreSQL refuses to run as root.
    become = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    command = [*become, str(home / program), *arguments]
    said = folder / "said"
    with said.open("a") as output:  # a pipe would stay open as long as the server that inherits it
        code = subprocess.run(command, cwd=folder, stdout=output, stderr=output, check=False).returncode
    assert code == 0, said.read_text()


def _count(meeting_place: Path, change: int) -> int:
    note = meeting_place / "postgres.users"
    users = (int(note.read_text()) if note.exists() else 0) + change
    note.write_text(str(users))
    return users

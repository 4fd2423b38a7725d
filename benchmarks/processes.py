"""Server processes as an operator starts them, and the CPU they use, their database's included."""

import os
import re
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

from service.config import PREFIX

ROOT = Path(__file__).parents[1]
THREADS = 8
_TICK = os.sysconf("SC_CLK_TCK")
_SERVE = "from service.cli import main; raise SystemExit(main())"
_OWN_TIMES, _PARENT = slice(11, 15), 1
"""Where /proc/PID/stat, behind the name, holds user and system time (own, of dead children) and the parent."""


@dataclass(frozen=True)
class Server:
    """A process that answers, and the first process of its database, if that has any."""

    address: str
    pid: int
    database_pid: int | None = None

    def cpu(self) -> float:
        """Seconds of CPU used so far, in steps of ten milliseconds."""
        family = [self.pid] if self.database_pid is None else [self.pid, *family_of(self.database_pid)]
        return sum(map(cpu_of, family))


@contextmanager
def product(url: str, folder: Path, database_pid: int | None = None) -> Iterator[Server]:
    """`vinhdanh serve` over the database at `url`, without the worker's thread."""
    folder.mkdir(mode=0o700, exist_ok=True)
    environ = {
        "DATABASE_URL": url,
        "DATA_DIR": str(folder),
        "SECRET_KEY": secrets.token_urlsafe(48),
        "INSECURE_HTTP": "1",
        "THREADS": str(THREADS),
        "CALLS_A_MINUTE": "100000",
        "WORKER": "0",
        "LOG_JSON": "1",
    }
    named = {PREFIX + name: value for name, value in environ.items()}
    with _running([sys.executable, "-c", _SERVE, "serve"], "/healthz", {**named, "PATH": os.environ["PATH"]}) as server:
        yield Server(*server, database_pid)


@contextmanager
def hello() -> Iterator[Server]:
    """The smallest Flask application, served the same way."""
    with _running([sys.executable, "-m", "benchmarks.hello"], "/", {"PATH": os.environ["PATH"]}) as server:
        yield Server(*server)


def family_of(pid: int) -> list[int]:
    """The process and those it has started."""
    running = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    return [pid, *(one for one in running if _parent(one) == pid)]


def cpu_of(pid: int) -> float:
    """Seconds of CPU a process has used, with those of its children that have ended; none when it is gone."""
    return sum(map(int, _stat(pid)[_OWN_TIMES])) / _TICK


@contextmanager
def _running(command: list[str], probe: str, environ: dict[str, str]) -> Iterator[tuple[str, int]]:
    port = _free_port()
    with subprocess.Popen(
        [*command, "--port", str(port)], cwd=ROOT, env=environ, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    ) as process:
        try:
            _wait_for(f"http://127.0.0.1:{port}{probe}", process)
            yield f"127.0.0.1:{port}", process.pid
        finally:
            process.terminate()


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, f"the server ended with {process.returncode}"
        try:
            urllib.request.urlopen(url).close()
            return
        except URLError:
            time.sleep(0.1)
    raise TimeoutError(url)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _stat(pid: int) -> list[str]:
    try:
        return re.split(r"\) ", Path(f"/proc/{pid}/stat").read_text(), maxsplit=1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _parent(pid: int) -> int:
    found = _stat(pid)
    return int(found[_PARENT]) if found else 0

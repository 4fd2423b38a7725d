"""Web server and worker as processes of their own that can be killed, and a system outside that hears of all."""

import http.client
import multiprocessing
import os
import random
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.process import BaseProcess
from typing import Any
from urllib.parse import urlencode

import orjson
from sqlalchemy import event

from service.cli.serve import listening
from service.commands import mail_notices
from service.config import Settings
from service.db import connect
from service.worker import running

PATIENCE = 30
"""Seconds after which a process is thought not to come."""
MORTALITY = 1 / 60
"""How likely a worker dies at a commit."""
_NURSERY = multiprocessing.get_context("forkserver")
_NURSERY.set_forkserver_preload(["killing", "service.web", "service.worker.from_postgresql"])


class Lives:
    """A process that comes back after each kill."""

    def __init__(self, do: Callable[..., None], *given: Any) -> None:
        self._do, self._given = do, given
        self._process: BaseProcess | None = None

    def begin(self) -> None:
        """Start it, unless it lives."""
        if self._process is None or not self._process.is_alive():
            self._process = _NURSERY.Process(target=self._do, args=self._given, daemon=True)
            self._process.start()

    def kill(self) -> None:
        """SIGKILL: it ends at once, whatever it is doing."""
        if self._process is not None:
            self._process.kill()
            self._process.join(PATIENCE)


def serve(settings: Settings, port: int) -> None:
    """The web server's process."""
    from service.web import create_app

    app = create_app(settings, connect(settings.database_url))
    listening(app, "127.0.0.1", port, threads=4).run()


def do_work(settings: Settings) -> None:
    """The worker's process, in such a hurry that whoever kills it finds it at work: telling, mailing, sending.

    It may also die by itself where that hurts most: just before it commits, and just after.
    """
    running.LOOK, running.ROUND, mail_notices.TOGETHER = 0.02, 0.02, timedelta()
    database = connect(settings.database_url)
    has_committed = threading.Event()

    def commits(_: Any) -> None:
        _perhaps_die()
        has_committed.set()

    def goes_on(_: Any) -> None:
        if has_committed.is_set():
            has_committed.clear()
            _perhaps_die()

    event.listen(database, "commit", commits)
    event.listen(database, "begin", goes_on)
    running.work_until(threading.Event(), database, settings)


def _perhaps_die() -> None:
    if random.random() < MORTALITY:
        os.kill(os.getpid(), signal.SIGKILL)


class Browser:
    """Somebody signed in, whose session outlives the server."""

    def __init__(self, port: int, cookie: str, token: str) -> None:
        self._port, self._cookie, self._token = port, cookie, token

    def post(self, path: str, fields: dict[str, str]) -> int | None:
        """The answer's status; None when there was no answer, and nobody knows what became of it."""
        body = urlencode({**fields, "csrf_token": self._token})
        headers = {"Cookie": self._cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        try:
            connection.request("POST", path, body, headers)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()


def await_port(port: int) -> None:
    """Wait until somebody listens there."""
    for _ in range(PATIENCE * 100):
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise TimeoutError(port)


def free_port() -> int:
    """A port nobody listens at."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


@contextmanager
def receiver() -> Iterator[tuple[str, list[str]]]:
    """Another system: its address, and the ids of the messages it was sent, in the order of arrival."""
    heard: list[str] = []

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            said = self.rfile.read(size)
            if len(said) < size:  # whoever spoke was killed
                return
            heard.append(orjson.loads(said)["id"])
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Ear)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", heard
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

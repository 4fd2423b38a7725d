"""vinhdanh serve: the web pages, and the timers in a thread of the same process."""

import gc
import signal
import socket
import threading
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import waitress
from flask import Flask
from sqlalchemy import Engine

from service import logs
from service.cli import demo
from service.cli.installation import opened, require_current, require_no_demo, settings_of
from service.cli.words import say
from service.config import Settings
from service.errors import SettingError
from service.worker.running import work_until

FRAMING = 64 * 1024
"""Bytes a request may hold beyond what the pages take: they refuse it with a page of their own."""
_HEADERS = 64 * 1024
_CONNECTIONS = 200
_SILENCE = 60
"""Seconds without a byte, after which a connection that waits for none of our answers is closed."""


def run(asked: Namespace) -> int:
    """Serve until stopped. A demo installation is made ready first; any other must have been upgraded."""
    settings = _at(settings_of(demo=asked.demo), asked)
    _require_free(settings.host, settings.port)
    logs.set_up(settings)
    with opened(settings) as database:
        _make_ready(settings, database)
        _serve(settings, database)
    return 0


def listening(app: Flask, host: str, port: int, *, threads: int, sockets: dict[int, Any] | None = None) -> Any:
    """A waitress server for the application, ready to run; what is too large is refused before it is all here."""
    return waitress.create_server(
        app,
        map=sockets,
        host=host,
        port=port,
        threads=threads,
        ident=None,
        max_request_body_size=app.config["MAX_CONTENT_LENGTH"] + FRAMING,
        max_request_header_size=_HEADERS,
        connection_limit=_CONNECTIONS,
        channel_timeout=_SILENCE,
        asyncore_use_poll=True,
    )


def _at(settings: Settings, asked: Namespace) -> Settings:
    """The settings with the host and port of the command line: links in mail lead there too."""
    return replace(settings, host=asked.host or settings.host, port=asked.port or settings.port)


def _require_free(host: str, port: int) -> None:
    """Asked before a demo is loaded, and because waitress leaves a socket open when it cannot listen."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        socket.create_server(address[:2], family=family).close()
    except OSError as error:
        why = (error.strerror or str(error)).split(" (")[0]
        raise SettingError(
            f"Nothing can be served at {host}:{port}: {why}. "
            "Choose another place with --host and --port (VINHDANH_HOST, VINHDANH_PORT)."
        ) from None


def _make_ready(settings: Settings, database: Engine) -> None:
    if settings.demo:
        demo.make_ready(settings, database)
        return
    require_current(database)
    require_no_demo(database)


def _serve(settings: Settings, database: Engine) -> None:
    # Imported here: the other commands need no web pages.
    from service.web import create_app

    app = create_app(settings, database)
    gc.collect()
    gc.freeze()  # what stands now stands to the end: looking through it again and again was a tenth of every step
    gc.set_threshold(5000, 20, 20)  # a request makes some thousand short-lived things: nothing to look for in its midst
    server = listening(app, settings.host, settings.port, threads=settings.threads)
    say(f"Serving http://{settings.host}:{settings.port}")
    signal.signal(signal.SIGTERM, _leave)
    with _working(settings, database):
        try:
            server.run()
        finally:
            server.close()


@contextmanager
def _working(settings: Settings, database: Engine) -> Iterator[None]:
    """Do what nobody waits for in a thread beside the pages, unless other processes do it."""
    stop = threading.Event()
    worker = threading.Thread(target=work_until, args=(stop, database, settings), daemon=True)
    if settings.worker:
        worker.start()
    try:
        yield
    finally:
        stop.set()
        if settings.worker:
            worker.join(timeout=5)


def _leave(*_: object) -> None:
    """End as by Ctrl-C: what is being answered is answered."""
    raise SystemExit(0)

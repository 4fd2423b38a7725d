"""vinhdanh serve: the web pages, and the timers in a thread of the same process."""

import threading
from argparse import Namespace

import waitress
from sqlalchemy import Engine

from service.cli import demo
from service.cli.installation import opened, require_current, require_no_demo, settings_of
from service.cli.words import say
from service.cli.worker import work_until
from service.config import Settings


def run(asked: Namespace) -> int:
    """Serve until stopped. A demo installation is made ready first; any other must have been upgraded."""
    settings = settings_of(demo=asked.demo)
    with opened(settings) as database:
        _make_ready(settings, database)
        _serve(settings, database, asked.host or settings.host, asked.port or settings.port)
    return 0


def _make_ready(settings: Settings, database: Engine) -> None:
    if settings.demo:
        demo.make_ready(settings, database)
        return
    require_current(database)
    require_no_demo(database)


def _serve(settings: Settings, database: Engine, host: str, port: int) -> None:
    # Imported here: the other commands need no web pages.
    from service.web import create_app

    app = create_app(settings, database)
    server = waitress.create_server(app, host=host, port=port, threads=settings.threads, ident=None)
    stop = threading.Event()
    timers = threading.Thread(target=work_until, args=(stop, database), daemon=True)
    timers.start()
    say(f"Serving http://{host}:{port}")
    try:
        server.run()
    finally:
        stop.set()
        server.close()
        timers.join(timeout=5)

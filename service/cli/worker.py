"""vinhdanh worker: what happens without anybody acting."""

from argparse import Namespace

from service import clock, logs
from service.cli.installation import opened, require_current, settings_of
from service.cli.words import say
from service.worker import work_once
from service.worker.running import work_until_told


def run(asked: Namespace) -> int:
    """Do what is due, once or until stopped."""
    settings = settings_of()
    logs.set_up(settings)
    with opened(settings) as database:
        require_current(database)
        if asked.once:
            say(f"Done: {dict(work_once(database, settings, clock.now()))}")
        else:
            work_until_told(database, settings, ready=lambda: say("Working."))
    return 0

"""vinhdanh demo: the demo province."""

from argparse import Namespace

from sqlalchemy import Engine

from service import clock, demo, migrations
from service.cli.database import prepare
from service.cli.installation import opened, settings_of
from service.cli.words import say
from service.config import Settings
from service.errors import SettingError


def run(_: Namespace) -> int:
    """Prepare a demo installation and load the demo once."""
    settings = settings_of(demo=True)
    with opened(settings) as database:
        if not make_ready(settings, database):
            say("The demo has already been loaded; its data were left as they are.")
    return 0


def make_ready(settings: Settings, database: Engine) -> bool:
    """Prepare the database and load the demo unless it is there; answer whether it was loaded now."""
    now = clock.now()
    migrations.upgrade(settings.database_url)
    if demo.is_loaded(database):
        prepare(settings, database, now=now)
        return False
    if demo.is_begun(database):
        raise SettingError(f"Loading the demo was broken off: remove {settings.data_dir} and start again.")
    prepare(settings, database, now=demo.begins(now))
    say("Loading the demo province; this takes some seconds ...")
    count = demo.load(database, settings.data_dir, now)
    say(f"{count} dossiers are there. Everybody's password is: {demo.PASSWORD}")
    return True

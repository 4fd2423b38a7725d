"""vinhdanh db: the tables, the catalogue, the packaged processes."""

from argparse import Namespace
from datetime import datetime
from pathlib import Path

import yaml
from sqlalchemy import Engine
from sqlalchemy.exc import StatementError

from service import clock, migrations, processes, seed
from service.cli.installation import opened, settings_of
from service.cli.words import say
from service.config import Settings
from service.db import transaction
from service.errors import Reason, Refused
from workflows.errors import msg


def upgrade(asked: Namespace) -> int:
    """Bring the tables up to date, add what is missing in the catalogue, publish processes that are new."""
    settings = settings_of()
    with opened(settings) as database:
        prepare(settings, database, now=clock.now())
        if asked.province:
            _load_province(database, asked.province, now=clock.now())
    say("The database is up to date.")
    return 0


def prepare(settings: Settings, database: Engine, *, now: datetime) -> None:
    """Make an empty or older database ready for this program; nothing happens to one that is ready."""
    migrations.upgrade(settings.database_url)
    with transaction(database) as session:
        seed.load_catalogue(session, now)
        processes.upgrade_from_files(session, now)


def _load_province(database: Engine, file: Path, *, now: datetime) -> None:
    try:
        data = yaml.safe_load(file.read_bytes())
        with transaction(database) as session:
            seed.load_province(session, data, now)
    except KeyError as error:
        raise _unreadable(f'"{error.args[0]}" is missing') from None
    except StatementError as error:
        raise _unreadable(error.orig) from None
    except (OSError, yaml.YAMLError, TypeError, AttributeError) as error:
        raise _unreadable(error) from None


def _unreadable(why: object) -> Refused:
    return Refused(Reason("province", msg("The province cannot be read: {error}"), {"error": why}))

"""The worker in tests: it looks once, at the small province and at the given moment."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from factories import World
from service.config import Settings
from service.worker import work_once
from service.worker.handlers import HANDLERS, Handler

NOWHERE = Path("/nowhere")


def settings_of(world: World, folder: Path = NOWHERE) -> Settings:
    """Settings over the world's database."""
    return Settings(world.database.url.render_as_string(hide_password=False), folder, "k" * 40)


def work(
    world: World, now: datetime, handlers: Mapping[str, Handler] = HANDLERS, *, folder: Path = NOWHERE
) -> Mapping[str, int]:
    """What one look of the worker did."""
    return work_once(world.database, settings_of(world, folder), now, handlers)

"""The demo province: its people, and dossiers played through the real commands with a fixed clock."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, exists, select

from service import events, seed
from service.clock import local_date
from service.db import reading, transaction
from service.demo.acting import Company
from service.demo.desks import settle
from service.demo.people import PASSWORD, enter_people
from service.demo.schedule import acts_of
from service.demo.stories import read_stories
from service.demo.talking import talk, tell_news
from service.demo.troubles import fail
from service.models import Event

__all__ = ["BEGUN", "PASSWORD", "begins", "is_begun", "is_loaded", "load"]

BEGUN = "demo_begun"
_DONE = "demo_loaded"


def is_begun(database: Engine) -> bool:
    """Whether demo people are in this database, even if loading was broken off."""
    return _noted(database, BEGUN)


def is_loaded(database: Engine) -> bool:
    """Whether the demo has been loaded to its end."""
    return _noted(database, _DONE)


def begins(now: datetime) -> datetime:
    """The moment of the demo's first act: the catalogue and the processes must have been there before it."""
    return acts_of(read_stories(), now)[0].at


def load(database: Engine, data_dir: Path, now: datetime) -> int:
    """Enter the province and its people and play every dossier up to yesterday; answer with their number.

    The catalogue is loaded and the processes are published. Everything happens in the weeks before `now`.
    """
    stories = read_stories()
    acts = acts_of(stories, now)
    began = acts[0].at
    with transaction(database) as session:
        province = seed.read("province.yaml")
        seed.load_province(session, province, began)
        people = enter_people(session, province, began)
        seed.load_council(session, province["council"], people, began)
        # Noted first: a demo that was broken off must never be taken for a real installation.
        events.note_on(session, "system", BEGUN, {"dossiers": len(stories.all)}, actor=None, at=began)
    company = Company(database, data_dir / "files", stories)
    for act in acts:
        company.play(act)
    fail(database, data_dir, acts[-1].at - timedelta(days=1))
    talk(database, acts[-1].at)
    settle(database, acts[-1].at, local_date(now))
    tell_news(database, acts[-1].at)
    with transaction(database) as session:
        events.note_on(session, "system", _DONE, {"dossiers": len(stories.all)}, actor=None, at=acts[-1].at)
    return len(stories.all)


def _noted(database: Engine, kind: str) -> bool:
    with reading(database) as session:
        return bool(session.scalar(select(exists().where(Event.stream == "system", Event.kind == kind))))

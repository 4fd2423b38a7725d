"""Web server and worker are killed again and again while people work: nothing is lost, and nothing happens twice."""

import os
import random
import re
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, text, update

from factories import World, act, build_world, propose
from killing import Browser, Lives, await_port, do_work, free_port, receiver, serve
from mail_server import Box, mail_server
from service import clock, db
from service.config import Settings
from service.db import reading, transaction
from service.events import dossier_stream, verify
from service.jobs import dead_jobs, waiting
from service.models import Answer, Dossier, Event, Following, Job, Notice, Person, Webhook, WorkItem
from service.web import create_app
from service.worker import work_once
from service.worker.due import is_due
from visits import visitor

CYCLES = int(os.environ.get("KILLS", "20"))
"""Kills on each database."""
_A_CYCLE = 4
"""Steps that are tried in a cycle."""
_LATEST = 0.12
"""Seconds after which at the latest somebody is killed."""
APPROVE = {"outcome": "approve"}
MINH = "minh@hoavan.gov.vn"


@dataclass
class Office:
    """The house, its head of unit at the browser, what a system outside has heard, and what has been mailed."""

    world: World
    settings: Settings
    head: Browser
    web: Lives
    worker: Lives
    port: int
    heard: list[str]
    mailed: Box
    answered: dict[UUID, int | None] = field(default_factory=dict)
    """What the browser was told of each step: the dossier, and the answer's status if one came."""


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    database = db.connect(database_url)
    world = build_world(database, members=1)
    port = free_port()
    with receiver() as (address, heard), mail_server() as mailed:
        settings = _settings(database_url, tmp_path, mailed.port)
        _hear(world, address)
        web, worker = Lives(serve, settings, port), Lives(do_work, settings)
        yield Office(world, settings, _head(world, settings, port), web, worker, port, heard, mailed)
        web.kill()
        worker.kill()
    database.dispose()


def test_whatever_is_killed_nothing_is_lost_and_nothing_happens_twice(office: Office) -> None:
    dice = random.Random(20261122)
    in_peace = _in_peace(office)
    for _ in range(CYCLES):
        _cycle(office, dice)
    _finish(office)

    messages = _messages(office)
    sent = _by_dossier(messages)
    steps = {dossier_id: _step(office, dossier_id, sent[dossier_id]) for dossier_id in office.answered}
    acknowledged = [dossier_id for dossier_id, status in office.answered.items() if status == 303]

    assert len(acknowledged) >= CYCLES
    assert set(office.answered.values()) == {303, None}  # else nobody was killed at work
    assert all(steps[dossier_id] for dossier_id in acknowledged)
    assert set(filter(None, steps.values())) == {in_peace}, Counter(steps.values())
    _nothing_waits(office)
    assert len(messages) == len(set(messages))
    assert set(office.heard) == set(messages)
    _each_is_mailed_once(office, {dossier_id for dossier_id in steps if steps[dossier_id]})


def _in_peace(office: Office) -> tuple[object, ...]:
    """What the step leaves behind where nobody is killed, so what each of the others must come to."""
    item = _ready(office.world)
    act(office.world, "hung", item.dossier_id, APPROVE, now=clock.now())
    for _ in range(2):
        work_once(office.world.database, office.settings, clock.now())
    left = _step(office, item.dossier_id, _by_dossier(_messages(office))[item.dossier_id])
    assert left is not None
    assert all(left)
    return left


def _cycle(office: Office, dice: random.Random) -> None:
    """Some steps are tried; meanwhile the web server, the worker or both are killed."""
    office.web.begin()
    office.worker.begin()
    items = [_ready(office.world) for _ in range(_A_CYCLE)]
    await_port(office.port)
    victims = dice.choice([[office.web], [office.worker], [office.web, office.worker]])
    killer = threading.Timer(dice.uniform(0, _LATEST), lambda: [victim.kill() for victim in victims])
    killer.start()
    for item in items:
        office.answered[item.dossier_id] = office.head.post(f"/items/{item.id}/complete", APPROVE)
    killer.join()


def _finish(office: Office) -> None:
    """Nobody is killed any more; a worker whose clock says that the dead are dead does what they left."""
    office.web.kill()
    office.worker.kill()
    if office.world.database.dialect.name == "postgresql":
        with transaction(office.world.database) as session:
            session.execute(text("update procrastinate_workers set last_heartbeat = now() - interval '1 hour'"))
            session.execute(text("update procrastinate_jobs set scheduled_at = null where status = 'todo'"))
    later = clock.now() + timedelta(minutes=5)
    for _ in range(2):
        work_once(office.world.database, office.settings, later)


def _step(office: Office, dossier_id: UUID, sent: Sequence[str]) -> tuple[object, ...] | None:
    """What the step left behind, the same for every dossier; None where nothing of it was done."""
    with reading(office.world.database) as session:
        assert verify(session, dossier_stream(dossier_id)) is None
        items = session.scalars(select(WorkItem).where(WorkItem.dossier_id == dossier_id)).all()
        answers = session.scalars(select(Answer.element).where(Answer.dossier_id == dossier_id)).all()
        kinds = session.scalars(select(Event.kind).where(Event.dossier_id == dossier_id).order_by(Event.number)).all()
        # The kind of a notice depends on when it was written: whoever has approved is told of that task no longer.
        # Whom the opening is told to depends on whether the worker looked before the proposal was sent.
        told_later = Notice.key != f"{dossier_stream(dossier_id)}/1"
        notices = session.execute(
            select(Notice.key, Notice.person_id).where(Notice.dossier_id == dossier_id, told_later)
        ).all()
    dossier = office.world.dossier(dossier_id)
    opened = sorted((item.element, item.closed_at is None) for item in items)
    assert dossier.told == dossier.events == len(kinds)
    if dossier.stage == "unit_approval":
        assert (opened, sorted(answers)) == ([("proposal", False), ("unit_approval", True)], ["proposal"])
        return None
    told = sorted((key.rpartition("/")[2], str(person)) for key, person in notices)
    return tuple(opened), tuple(sorted(answers)), tuple(kinds), tuple(told), tuple(sorted(sent))


def _each_is_mailed_once(office: Office, done: set[UUID]) -> None:
    """Who was killed between sending and noting it sends the same letter again, to be told by its Message-ID."""
    letters = defaultdict(set)
    for letter in office.mailed.letters:
        if letter["To"] == MINH:
            for code in set(re.findall(r"HS-\d{4}-\d+", letter.get_content())):
                letters[code].add(letter["Message-ID"])
    with reading(office.world.database) as session:
        codes = set(session.scalars(select(Dossier.code).where(Dossier.id.in_(done))))
    assert codes <= letters.keys()
    assert {code: ids for code, ids in letters.items() if len(ids) != 1} == {}


def _nothing_waits(office: Office) -> None:
    later = clock.now() + timedelta(days=1)
    assert not is_due(office.world.database, later)
    with reading(office.world.database) as session:
        assert (dead_jobs(session), waiting(session, later).jobs) == ([], 0)


def _messages(office: Office) -> list[str]:
    """The ids of what was to be sent outside: one job for each."""
    if office.world.database.dialect.name == "sqlite":
        return [job.payload["event"]["id"] for job in office.world.all(Job) if job.kind == "webhook" and job.done_at]
    done = text(
        "select args->'payload'->'event'->>'id' from procrastinate_jobs"
        " where task_name = 'webhook' and status = 'succeeded'"
    )
    with reading(office.world.database) as session:
        return list(session.scalars(done))


def _by_dossier(messages: Sequence[str]) -> dict[UUID, list[str]]:
    """What each dossier's messages told of: their ids are stream, number and kind of event."""
    kinds: dict[UUID, list[str]] = defaultdict(list)
    for stream, number, kind in (message.rsplit("/", 2) for message in messages):
        kinds[UUID(stream.removeprefix("dossier/"))].append(f"{number} {kind}")
    return kinds


def _ready(world: World) -> WorkItem:
    """A dossier that its unit's head is to approve, and hears everything of."""
    now = clock.now()
    dossier_id = propose(world, now=now)
    with transaction(world.database) as session:
        session.add(Following(dossier_id=dossier_id, person_id=world.people["hung"], since=now))
    act(world, "lan", dossier_id, now=now)
    return world.item(dossier_id)


def _head(world: World, settings: Settings, port: int) -> Browser:
    hung = visitor(create_app(settings, world.database), world, "hung", now=clock.now())
    token = hung.token()
    cookie = hung.client.get_cookie("vinhdanh")
    assert cookie is not None
    return Browser(port, f"vinhdanh={cookie.value}", token)


def _settings(database_url: str, folder: Path, port: int) -> Settings:
    mail = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_tls": "none", "mail_from": "vinhdanh@hoavan.gov.vn"}
    shown = {"insecure_http": True, "webhooks_inside": True, "worker": False}
    return Settings(database_url, folder, "k" * 40, **mail, **shown)  # type: ignore[arg-type]


def _hear(world: World, address: str) -> None:
    """A system hears of everything, and whoever is to act next has it mailed."""
    with transaction(world.database) as session:
        session.execute(update(Person).where(Person.id == world.people["minh"]).values(email=MINH, mail="each"))
        made = {"made_at": clock.now(), "made_by_id": world.people["admin"]}
        session.add(Webhook(url=address, secret="s" * 40, kinds=[], **made))

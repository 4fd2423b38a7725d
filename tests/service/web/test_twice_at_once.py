"""Every form of the application sent by the right person: once, twice at the same moment, and once more, too late."""

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from threading import Barrier
from typing import Any

import pytest
from flask.testing import FlaskClient

from addresses import ROUTES
from factories import build_world
from scene import Scene, set_scene
from service.db import connect, reading
from service.events import verify

FORMS = [route.removeprefix("POST ") for route in ROUTES if route.startswith("POST ")]
SHOWN = (
    "ballots.cast bulk.do bulk.review items.draft people_standing.password second_factor.confirm tokens.make "
    "webhooks.add"
)
"""Answered with a page, 200; every other form with a redirect, 303."""
LATE = {
    403: "items.release recalls.recall",
    404: "account.end documents.remove filters.drop lists.drop",
    409: "absences.end awards.add awards.verify comments.answer council.open_vote councils.unseat delegations.end "
    "imports.drop items.complete new_dossier.submit operations.dismiss operations.retry "
    "operations.try_again people_roles.end people_standing.come_back people_standing.leave",
    422: "absences.record account.password awards.create ballots.cast campaigns.create clusters.create council.close "
    "councils.create councils.seat delegations.lend documents.add people.create people_roles.grant questions.ask "
    "rounds.create second_factor.confirm second_factor.stop units.close units.create units.place webhooks.add",
}
"""The answer to whoever comes second; elsewhere it is that of the first, for what was wanted is so already."""
EACH_ANEW = {
    "comments.write": "who says something twice is heard twice",
    "imports.send": "a spreadsheet is only looked through, and thrown away by a click",
    "lists.send": "a list is only looked through, and thrown away by a click",
    "new_dossier.create": "two people may have one name: the second dossier is withdrawn, or was meant",
    "people_standing.password": "a link is shown once, so a lost answer needs another; the earlier ends",
    "second_factor.start": "a secret that nobody has scanned is made anew",
    "tokens.make": "a token is shown once, so a lost answer needs another",
    "webhooks.send_test": "a test is a message of its own",
}
"""Each sending is an act of its own: two do twice as much."""
PRIVATE = {
    "bulk.review": "only shows what would be done",
    "comments.follow": "whom one is told by is nobody else's business",
    "comments.unfollow": "as above",
    "filters.columns": "how one's own inbox looks",
    "filters.drop": "as above",
    "filters.save": "as above",
    "items.draft": "nothing is said before it is sent",
    "notices.open_one": "what one has read is nobody else's business",
    "notices.read": "as above",
    "notices.read_all": "as above",
    "webhooks.send_test": "tells nothing to anybody",
}
"""Leaves no event."""
UNCOUNTED = {"sign_in_attempt"}
"""Each time that a password is compared counts for itself."""

Rows = Mapping[str, Counter[tuple[Any, ...]]]
Growth = dict[str, tuple[int, int]]
"""By table how many rows are new or changed, and how many are gone or were otherwise."""


@dataclass(frozen=True)
class Stage:
    """A scene that can be set anew, and what its tables hold when it is."""

    scene: Scene
    file: Path
    kept: Path
    at_first: Rows

    def reset(self) -> None:
        """As if nobody had sent anything."""
        self.scene.world.database.dispose()
        for leftover in self.file.parent.glob(f"{self.file.name}-*"):
            leftover.unlink()
        copyfile(self.kept, self.file)

    def send(self, form: str, times: int = 1) -> list[int]:
        """The right person sends the form from so many windows at the same moment; the answers, the best first."""
        route, start = f"POST {form}", Barrier(times)
        name = ROUTES[route].may.split()[0]

        def click(window: FlaskClient) -> int:
            start.wait()
            return self.scene.ask(name, route, window).status_code

        with ThreadPoolExecutor(times) as people:
            return sorted(people.map(click, [self.scene.browser(name) for _ in range(times)]))

    def broken(self, streams: set[str]) -> dict[str, int]:
        """The chains among these that do not hold, and where each breaks."""
        with reading(self.scene.world.database) as session:
            return {stream: broken for stream in streams if (broken := verify(session, stream)) is not None}


@pytest.fixture(scope="module")
def stage(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("twice")
    file, kept = folder / "scene.db", folder / "kept.db"
    copyfile(migrated_sqlite, file)
    world = build_world(connect(f"sqlite:///{file}"), members=3)
    scene = set_scene(world, folder)
    world.database.dispose()
    copyfile(file, kept)
    yield Stage(scene, file, kept, _rows(file))
    world.database.dispose()


def test_the_tables_name_forms_that_there_are():
    named = [*SHOWN.split(), *" ".join(LATE.values()).split(), *EACH_ANEW, *PRIVATE]

    assert set(named) <= set(FORMS)


@pytest.mark.parametrize("form", [form for form in FORMS if form not in EACH_ANEW])
def test_a_form_sent_twice_does_its_work_once(stage, form):
    told = _told(stage, form)

    assert told.answers == _expected(form)
    assert (bool(told.once), "event" in told.once) == (form != "bulk.review", form not in PRIVATE)
    assert (told.both, told.late) == (told.once, {})
    assert told.broken == {}


@pytest.mark.parametrize("form", EACH_ANEW)
def test_a_form_whose_every_sending_is_meant_does_its_work_each_time(stage, form):
    told = _told(stage, form)

    assert told.answers == _expected(form)
    assert ("event" in told.once) == (form not in PRIVATE)
    assert _more(told.both) == {name: 2 * rows for name, rows in _more(told.once).items()}
    assert _more(told.late) == _more(told.once)
    assert told.broken == {}


@dataclass(frozen=True)
class Told:
    """What came of a form: sent once; from the beginning again, at the same moment twice; and then too late."""

    answers: tuple[list[int], list[int], list[int]]
    once: Growth
    both: Growth
    late: Growth
    broken: Mapping[str, int]


def _told(stage: Stage, form: str) -> Told:
    stage.reset()
    first = stage.send(form)
    once = _growth(stage.at_first, _rows(stage.file))
    stage.reset()
    both = stage.send(form, times=2)
    then = _rows(stage.file)
    broken = stage.broken({row[0] for row in then["event"] - stage.at_first["event"]})
    late = stage.send(form)
    growths = (once, _growth(stage.at_first, then), _growth(then, _rows(stage.file)))
    return Told((first, both, late), *growths, broken)


def _expected(form: str) -> tuple[list[int], list[int], list[int]]:
    good = 200 if form in SHOWN.split() else 303
    late = next((status for status, forms in LATE.items() if form in forms.split()), good)
    return [good], sorted([good, late]), [late]


def _more(growth: Growth) -> dict[str, int]:
    """How many rows there are more."""
    return {name: new - gone for name, (new, gone) in growth.items() if new != gone}


def _rows(file: Path) -> Rows:
    with closing(sqlite3.connect(file)) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: Counter(database.execute(f'SELECT * FROM "{name}"')) for name in tables}


def _growth(before: Rows, after: Rows) -> Growth:
    changed = [name for name in after if after[name] != before[name] and name not in UNCOUNTED]
    return {name: ((after[name] - before[name]).total(), (before[name] - after[name]).total()) for name in changed}

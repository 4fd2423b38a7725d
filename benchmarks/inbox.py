"""An inbox page with ten open tasks and with ten thousand, and how the database finds its rows."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, fields
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import event, text, update
from sqlalchemy.orm import Session

from benchmarks import world
from benchmarks.world import HERE, MORNING, TODAY, World
from service import db, rows
from service.actors import Actor
from service.commands.make_token import make_token
from service.commands.sign_in import Token, sign_in
from service.config import Settings
from service.identity import Checked
from service.ids import new_id
from service.models import Dossier, Nominee, WorkItem
from service.queries.inbox import Filter, count_inbox, inbox_page
from service.web import create_app

_REPEATS = 25
_ROUNDS = 5
_CHUNK = 1000
FEWEST = 10
"""Tasks that every measured inbox shows at least."""


def fill(place: World, wanted: int) -> None:
    """Let exactly so many free tasks wait for the unit's head, each on a dossier of its own."""
    [like] = world.items_of(place, world.begin(place))
    with db.reading(place.database) as session:
        dossier = session.get_one(Dossier, like.dossier_id)
        pattern = {c.name: getattr(dossier, c.name) for c in Dossier.__table__.columns}
    with db.transaction(place.database) as session:
        session.execute(update(WorkItem.__table__).values(closed_at=MORNING))
        for begin in range(0, wanted, _CHUNK):
            _add(place, session, pattern, range(begin, min(begin + _CHUNK, wanted)))
    with place.database.connect().execution_options(isolation_level="AUTOCOMMIT", reading=True) as connection:
        connection.execute(text("analyze"))


@dataclass(frozen=True)
class Costs:
    """Medians of one inbox: milliseconds as the reader waits for them."""

    served: float
    """The whole page as the browser gets it: sign-in look-up, list, counts, open item, HTML."""
    called: float
    """The same list as the API gives it."""
    rows: float
    """The list's statement alone."""
    counts: float
    """The statement that counts all tabs, alone."""


def compare(few: World, many: World) -> tuple[Costs, Costs]:
    """What the group tab costs in two worlds, measured in turns."""
    rounds = [(_costs(few), _costs(many)) for _ in range(_ROUNDS)]
    return _middle([first for first, _ in rounds]), _middle([second for _, second in rounds])


def _middle(costs: list[Costs]) -> Costs:
    names = [field.name for field in fields(Costs)]
    return Costs(*(statistics.median(getattr(cost, name) for cost in costs) for name in names))


def _costs(place: World) -> Costs:
    client, token = _reader(place), _token(place)

    def served() -> None:
        answer = client.get("/inbox?filter=groups")
        assert answer.status_code == HTTPStatus.OK

    def called() -> None:
        answer = client.get("/api/v1/task", headers={"Authorization": f"Bearer {token}"})
        assert len(answer.json) >= FEWEST

    return Costs(*map(_median, (served, called, _asking(place, _page), _asking(place, _count))))


def _page(session: Session, actor: Actor) -> None:
    inbox_page(session, actor, Filter.GROUPS, today=TODAY)


def _count(session: Session, actor: Actor) -> None:
    count_inbox(session, actor, today=TODAY)


def _asking(place: World, ask: Callable[[Session, Actor], None]) -> Callable[[], None]:
    actor = place.actors["unit_approve"]

    def act() -> None:
        with db.reading(place.database) as session:
            ask(session, actor)

    return act


def _reader(place: World) -> FlaskClient:
    """The unit's head, signed in."""
    url = place.database.url.render_as_string(hide_password=False)
    many = {"insecure_http": True, "calls_a_minute": 100_000}
    settings = Settings(database_url=url, data_dir=HERE, secret_key="k" * 40, **many)
    client = create_app(settings, place.database, now=lambda: MORNING).test_client()
    checked = Checked("p1", "127.0.0.1", person_id=place.actors["unit_approve"].id)
    with db.transaction(place.database) as session:
        token = sign_in(session, checked, browser="bench", now=MORNING)
    assert isinstance(token, Token)
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token.text
    return client


def _token(place: World) -> str:
    with db.transaction(place.database) as session:
        return make_token(session, None, place.actors["unit_approve"].id, "bench", now=MORNING).text


def _median(act: Callable[[], None]) -> float:
    spent = []
    for _ in range(_REPEATS):
        began = time.perf_counter()
        act()
        spent.append((time.perf_counter() - began) * 1e3)
    return statistics.median(spent)


def plan(place: World) -> str:
    """How the database finds the rows of the group tab, in its own words."""
    asked: list[tuple[str, Any]] = []

    def listen(_c: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        asked.append((statement, parameters))

    event.listen(place.database, "before_cursor_execute", listen)
    _asking(place, _page)()
    event.remove(place.database, "before_cursor_execute", listen)
    statement, parameters = asked[-1]
    prefix = "explain query plan " if place.database.dialect.name == "sqlite" else "explain "
    with place.database.connect().execution_options(reading=True) as connection:
        return "\n".join(str(row[-1]) for row in connection.exec_driver_sql(prefix + statement, parameters))


def _add(place: World, session: Any, pattern: dict[str, Any], numbers: range) -> None:
    dossiers = [{**pattern, "id": new_id(), "code": f"B{new_id().hex[-18:]}"} for _ in numbers]
    people = [{"id": new_id(), "kind": "individual", "name": f"Candidate {n}"} for n in numbers]
    rows.add(session, Nominee, people)
    for dossier, person in zip(dossiers, people, strict=True):
        dossier |= {"nominee_id": person["id"], "submission_id": None}  # no letter carries ten thousand
    rows.add(session, Dossier, dossiers)
    rows.add(session, WorkItem, [_item(place, dossier["id"]) for dossier in dossiers])


def _item(place: World, dossier_id: UUID) -> dict[str, Any]:
    return {
        "id": new_id(),
        "dossier_id": dossier_id,
        "task": new_id().hex,
        "element": "unit_approve",
        "title": "Unit approval",
        "role": "unit_head",
        "scope_id": place.unit_id,
        "panel": False,
        "due_on": TODAY,
        "opened_at": MORNING,
    }

"""What a step costs in statements: at most twelve and one commit, whatever has happened before."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from factories import DOERS, NOON, TASKS, USUAL, act, build_world, propose, vote, walk
from service.clock import local_date
from service.commands.cast_ballots import cast_ballots
from service.commands.complete_task import complete_task
from service.commands.open_dossier import open_dossier
from service.commands.open_voting import open_voting
from service.db import transaction

MOST = 12


class Said:
    """Statements and commits of a while."""

    def __init__(self):
        self.statements = []
        self.commits = 0


@contextmanager
def counted(database):
    said = Said()

    def statement(_connection, _cursor, text, *_):
        if not text.startswith("begin"):
            said.statements.append(text)

    def commit(_):
        said.commits += 1

    event.listen(database, "before_cursor_execute", statement)
    event.listen(database, "commit", commit)
    yield said
    event.remove(database, "before_cursor_execute", statement)
    event.remove(database, "commit", commit)


def step(world, name, dossier_id, raw=None):
    """What completing the dossier's open task costs."""
    item, actor = world.item(dossier_id), world.who(name)
    with counted(world.database) as said, transaction(world.database) as session:
        if item.element == "council_opening":
            open_voting(session, actor, [item.id], local_date(NOON), now=NOON)
        else:
            complete_task(session, actor, item.id, raw or USUAL[item.element], now=NOON)
    assert said.commits == 1
    return len(said.statements)


def ballot(world, dossier_id):
    """What casting one of the dossier's ballots costs."""
    item = world.items(dossier_id)[0]
    name = next(name for name, person in world.people.items() if person == item.assignee_id)
    actor = world.who(name)
    with counted(world.database) as said, transaction(world.database) as session:
        cast = cast_ballots(session, actor, {item.id: "yes"}, now=NOON)
    assert [one.ok for one in cast] == [True]
    return len(said.statements)


def test_every_step_of_the_path_stays_within_its_statements(world):
    walk(world, "signature")  # what is read once a process has been read
    dossier_id = propose(world)
    costs = {}

    for element in TASKS:
        if element == "council_ballot":
            vote(world, dossier_id)
        else:
            costs[element] = step(world, DOERS[element], dossier_id)

    assert max(costs.values()) <= MOST, costs
    assert costs["proposal"] > costs["agency_approval"]


def test_opening_a_dossier_stays_within_its_statements(world):
    propose(world)
    lan = world.who("lan")

    with counted(world.database) as said, transaction(world.database) as session:
        open_dossier(
            session,
            lan,
            award_kind="BK_TINH",
            unit_id=lan.unit_id,
            nominee_kind="individual",
            nominee_name="Trần Văn Bình",
            now=NOON,
        )

    assert (len(said.statements) <= MOST, said.commits) == (True, 1)


def test_a_step_costs_the_same_after_twenty_returns(world):
    act(world, "lan", propose(world))
    dossier_id = walk(world, "unit_approval")

    def lap():
        asked = step(world, "hung", dossier_id, {"outcome": "return", "opinion": "Bổ sung minh chứng."})
        return asked, step(world, "lan", dossier_id)

    lap()
    second = lap()
    laps = [lap() for _ in range(18)]

    assert set(laps) == {second}
    assert world.dossier(dossier_id).returns == 20
    assert len(world.dossier(dossier_id).state) < 1000
    assert step(world, "hung", dossier_id) <= MOST


@pytest.mark.parametrize("members", [9, 200])
def test_a_ballot_costs_the_same_in_a_council_of_any_size(database, members):
    world = build_world(database, members=members)
    dossier_id = walk(world, "council_ballot")

    costs = [ballot(world, dossier_id) for _ in range(8)]

    assert len(set(costs)) == 1
    assert costs[0] <= 9
    assert len(world.items(dossier_id)) == members - 8


def test_the_last_ballot_stays_within_its_statements(world):
    dossier_id = walk(world, "council_ballot")

    costs = [ballot(world, dossier_id) for _ in range(9)]

    assert world.dossier(dossier_id).stage == "signature"
    assert costs[-1] <= MOST, costs


@pytest.mark.parametrize("members", [9, 200])
def test_opening_a_vote_costs_the_same_in_a_council_of_any_size(database, members):
    world = build_world(database, members=members)

    assert step(world, "secretary", walk(world, "council_opening")) <= MOST

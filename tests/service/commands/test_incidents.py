"""What could not be done stays known until the dossier moves on past it."""

import pytest
from sqlalchemy import update

from council_votes import close, open_vote, vote
from factories import NOON, act, walk
from service.commands.withdraw_dossier import withdraw_dossier
from service.db import transaction
from service.ids import new_id
from service.models import Dossier, EventDetail, Incident, RoleGrant, WorkItem


@pytest.fixture
def stuck(world):
    """A dossier whose intake the engine could not make once, with its state whole again."""
    dossier_id = walk(world, "intake")
    whole = world.dossier(dossier_id).state
    _keep(world, dossier_id, b'{"format":1,"damaged":true}')
    act(world, "intake", dossier_id)
    _keep(world, dossier_id, whole)
    return dossier_id


def test_a_step_that_fails_is_counted_on_its_dossier(world, stuck):
    assert world.dossier(stuck).incidents_open == 1


def test_the_step_that_succeeds_later_resolves_what_had_failed(world, stuck):
    act(world, "intake", stuck)

    incident = world.all(Incident)[0]
    assert (incident.resolved_at, incident.resolved_by_id) == (NOON, world.people["intake"])
    assert world.dossier(stuck).incidents_open == 0
    assert _told(world, stuck)["incidents_resolved"] == 1


def test_a_withdrawal_resolves_it_too(world, stuck):
    with transaction(world.database) as session:
        withdraw_dossier(session, world.who("hung"), stuck, "Rà soát lại", now=NOON)

    assert world.all(Incident)[0].resolved_by_id == world.people["hung"]
    assert world.dossier(stuck).incidents_open == 0


def test_what_concerns_another_task_that_is_still_open_stays(world, stuck):
    with transaction(world.database) as session:
        beside = _copied(session.get_one(WorkItem, world.item(stuck).id))
        session.add(beside)
        session.flush()
        session.add(_unmoved(stuck, beside.id))
        session.get_one(Dossier, stuck).incidents_open = 2

    act(world, "intake", stuck)

    assert [one.work_item_id for one in world.all(Incident) if one.resolved_at is None] == [beside.id]
    assert world.dossier(stuck).incidents_open == 1


def test_a_task_nobody_could_do_is_resolved_by_whoever_does_it_at_last(world):
    dossier_id = walk(world, "cluster_review")
    _hold(world, "intake", until=NOON)
    act(world, "minh", dossier_id)
    assert world.dossier(dossier_id).incidents_open == 1

    _hold(world, "intake", until=None)
    act(world, "intake", dossier_id)

    assert world.all(Incident)[0].resolved_by_id == world.people["intake"]
    assert world.dossier(dossier_id).incidents_open == 0


def test_a_vote_that_could_not_be_closed_is_resolved_when_it_is(world):
    dossier_id = walk(world, "council_opening")
    sitting = open_vote(world, [dossier_id])
    for member in world.members[:7]:
        vote(world, member, {dossier_id: "yes"})
    with transaction(world.database) as session:
        session.add(_unmoved(dossier_id, world.items(dossier_id)[0].id))
        session.get_one(Dossier, dossier_id).incidents_open = 1

    close(world, sitting)

    assert world.all(Incident)[0].resolved_by_id == world.people["secretary"]


def _copied(item):
    columns = {column.key: getattr(item, column.key) for column in WorkItem.__table__.columns}
    return WorkItem(**{**columns, "id": new_id(), "task": "beside"})


def _unmoved(dossier_id, item_id):
    return Incident(
        dossier_id=dossier_id, work_item_id=item_id, rule="feel", message="It failed.", values={}, raised_at=NOON
    )


def _hold(world, name, until):
    with transaction(world.database) as session:
        session.execute(update(RoleGrant).where(RoleGrant.person_id == world.people[name]).values(ended_at=until))


def _keep(world, dossier_id, state):
    with transaction(world.database) as session:
        session.get_one(Dossier, dossier_id).state = state


def _told(world, dossier_id):
    found = [d for d in world.all(EventDetail) if str(dossier_id) in d.stream]
    return {name: field["value"] for name, field in max(found, key=lambda d: d.number).fields.items()}

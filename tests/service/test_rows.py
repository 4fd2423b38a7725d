"""Rows without a unit of work."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm.exc import DetachedInstanceError, StaleDataError

from factories import propose, walk
from service.commands.locking import find_dossier, find_item, find_items
from service.db import reading, transaction
from service.models import Dossier, WorkItem


def test_what_changes_on_a_held_row_is_written_at_the_end(world):
    dossier_id = propose(world)
    before = world.dossier(dossier_id).row_version

    with transaction(world.database) as session:
        find_dossier(session, dossier_id).returns = 7

    after = world.dossier(dossier_id)
    assert (after.returns, after.row_version) == (7, before + 1)


def test_what_has_not_changed_is_not_written(world):
    dossier_id = propose(world)
    before = world.dossier(dossier_id).row_version

    with transaction(world.database) as session:
        find_item(session, world.item(dossier_id).id)

    assert world.dossier(dossier_id).row_version == before


def test_what_was_not_read_of_a_held_row_is_not_made_up(world):
    dossier_id = propose(world)

    with transaction(world.database) as session:
        [held] = find_items(session, [world.item(dossier_id).id])
        with pytest.raises(DetachedInstanceError):
            _ = held.dossier.award_kind.documents
        with pytest.raises(InvalidRequestError):
            _ = held.dossier.nominee

    assert held.dossier.award_kind.code


def test_items_of_one_dossier_share_it(world):
    dossier_id = walk(world, "council_ballot")
    with reading(world.database) as session:
        ballots = session.scalars(select(WorkItem.id).where(WorkItem.dossier_id == dossier_id, WorkItem.panel)).all()

    with transaction(world.database) as session:
        held = find_items(session, ballots)

    assert len(held) == len(ballots) > 1
    assert len({id(one.dossier) for one in held}) == 1


def test_a_row_that_somebody_else_changed_is_stale(world):
    dossier_id = propose(world)

    with pytest.raises(StaleDataError):
        _change_twice(world, dossier_id)

    assert world.dossier(dossier_id).returns == 0


def _change_twice(world, dossier_id):
    with transaction(world.database) as session:
        dossier = find_dossier(session, dossier_id)
        session.connection().execute(update(Dossier).values(row_version=Dossier.row_version + 1))
        dossier.returns = 7

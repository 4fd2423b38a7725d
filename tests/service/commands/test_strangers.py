"""To a stranger a dossier does not exist, whatever state it and its tasks are in."""

import pytest

from factories import NOON, act, walk
from service.commands.claim_task import claim_task
from service.commands.complete_task import complete_task
from service.commands.reassign_task import reassign_task
from service.commands.release_task import release_task
from service.commands.save_draft import save_draft
from service.commands.suspend_dossier import suspend_dossier
from service.db import transaction
from service.errors import NotFound

ACTS = {
    "claim": lambda session, who, item: claim_task(session, who, item.id, now=NOON),
    "release": lambda session, who, item: release_task(session, who, item.id, now=NOON),
    "draft": lambda session, who, item: save_draft(session, who, item.id, {"note": "x"}, now=NOON),
    "complete": lambda session, who, item: complete_task(session, who, item.id, {}, now=NOON),
    "reassign": lambda session, who, item: reassign_task(session, who, item.id, who.id, "x", now=NOON),
}


def done(world):
    dossier_id = walk(world, "appraisal")
    item = world.item(dossier_id)
    act(world, "thu", dossier_id)
    return item


def taken(world):
    item = world.item(walk(world, "appraisal"))
    with transaction(world.database) as session:
        claim_task(session, world.who("thu"), item.id, now=NOON)
    return item


def suspended(world):
    dossier_id = walk(world, "appraisal")
    with transaction(world.database) as session:
        suspend_dossier(session, world.who("inspector"), dossier_id, "Xác minh", now=NOON)
    return world.item(dossier_id)


@pytest.mark.parametrize("state", [done, taken, suspended])
@pytest.mark.parametrize("what", ACTS)
def test_a_stranger_learns_nothing_of(world, what, state):
    item = state(world)

    with transaction(world.database) as session, pytest.raises(NotFound):
        ACTS[what](session, world.who("stranger"), item)

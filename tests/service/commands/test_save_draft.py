"""Keeping what is half written."""

import pytest

from factories import NOON, act, propose, walk
from service.commands.save_draft import save_draft
from service.db import transaction
from service.errors import Conflict, NotFound
from service.models import Draft


def save(world, name, item, data):
    with transaction(world.database) as session:
        return save_draft(session, world.who(name), item.id, data, now=NOON)


def test_a_draft_is_kept_unchecked_and_in_place_of_the_last(world):
    dossier_id = propose(world)

    save(world, "lan", world.item(dossier_id), {"nominee_name": "Ng"})
    save(world, "lan", world.item(dossier_id), {"nominee_name": "Nguyễn", "gender": "?"})

    assert [draft.data for draft in world.all(Draft)] == [{"nominee_name": "Nguyễn", "gender": "?"}]


def test_each_person_has_their_own(world):
    dossier_id = walk(world, "appraisal")

    save(world, "thu", world.item(dossier_id), {"note": "a"})
    save(world, "binh", world.item(dossier_id), {"note": "b"})

    notes = {draft.person_id: draft.data for draft in world.all(Draft)}
    assert notes[world.people["thu"]] == {"note": "a"}
    assert notes[world.people["binh"]] == {"note": "b"}


def test_a_stranger_keeps_nothing(world):
    with pytest.raises(NotFound):
        save(world, "stranger", world.item(propose(world)), {})


def test_nothing_is_kept_on_what_is_done(world):
    dossier_id = propose(world)
    item = world.item(dossier_id)
    act(world, "lan", dossier_id)

    with pytest.raises(Conflict):
        save(world, "lan", item, {"nominee_name": "x"})

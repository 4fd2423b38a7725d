"""The chain of events: true while nobody touches it, and broken by every touch."""

from typing import Any

import pytest
from sqlalchemy import delete, update

from factories import NOON, propose, walk
from service import events
from service.db import reading, transaction
from service.ids import new_id
from service.models import Dossier, Event, EventDetail, EventStream

OTHER: dict[str, Any] = {
    "number": 99,
    "kind": "task_released",
    "at": NOON.replace(microsecond=1),
    "actor_id": None,
    "acting_for_id": None,
    "grant_id": new_id(),
    "dossier_id": None,
    "definition": "0" * 64,
    "state_sha256": "0" * 64,
    "detail_digest": "0" * 64,
    "previous": "0" * 64,
    "hash": "0" * 64,
}


def verify(world, stream):
    with reading(world.database) as session:
        return events.verify(session, stream)


def tamper(world, stream, place, **values):
    with transaction(world.database) as session:
        session.execute(update(Event).where(Event.stream == stream, Event.number == place).values(**values))


@pytest.fixture
def stream(world):
    return events.dossier_stream(walk(world, "signature"))


def test_a_dossiers_chain_is_whole(world, stream):
    assert verify(world, stream) is None
    assert len([e for e in world.all(Event) if e.stream == stream]) == 9


@pytest.mark.parametrize("column", sorted(OTHER))
def test_a_changed_column_breaks_it(world, stream, column):
    value = world.people["lan"] if column == "acting_for_id" else OTHER[column]

    tamper(world, stream, 5, **{column: value})

    assert verify(world, stream) == 5


def test_every_column_of_an_event_is_covered():
    assert set(OTHER) | {"stream"} == {column.name for column in Event.__table__.columns}


def test_a_removed_event_breaks_it(world, stream):
    with transaction(world.database) as session:
        session.execute(delete(Event).where(Event.stream == stream, Event.number == 4))

    assert verify(world, stream) == 4


def test_a_removed_end_breaks_it(world, stream):
    with transaction(world.database) as session:
        session.execute(delete(Event).where(Event.stream == stream, Event.number == 9))

    assert verify(world, stream) == 9


def test_an_event_moved_to_another_dossier_breaks_both(world, stream):
    other = events.dossier_stream(propose(world))
    with transaction(world.database) as session:
        session.execute(update(Event).where(Event.stream == stream, Event.number == 9).values(stream=other))

    assert verify(world, stream) == 9
    assert verify(world, other) == 2


def test_a_changed_word_of_the_detail_breaks_it(world, stream):
    def change(fields):
        fields["title"]["value"] = "Something else"

    _edit(world, stream, change)

    assert verify(world, stream) == 3


def test_a_field_added_or_taken_from_the_detail_breaks_it(world, stream):
    _edit(world, stream, lambda fields: fields.pop("title"))

    assert verify(world, stream) == 3


def test_an_erased_value_keeps_the_chain_true(world, stream):
    def erase(fields):
        del fields["title"]["value"], fields["title"]["salt"]

    _edit(world, stream, erase)

    assert verify(world, stream) is None


def test_a_state_changed_behind_its_back_is_found(world, stream):
    with transaction(world.database) as session:
        session.scalars(update(Dossier).values(state=b"{}").returning(Dossier.id)).all()

    assert verify(world, stream) == 9


def test_equal_values_have_unequal_hashes(world, stream):
    details = [d.fields for d in world.all(EventDetail) if d.stream == stream]

    hashes = [fields["end"]["hash"] for fields in details if "end" in fields]

    assert len(set(hashes)) == len(hashes) > 5


def test_other_streams_are_chained_one_after_another(world):
    with transaction(world.database) as session:
        events.note_on(session, "person/1", "person_added", {"name": "An"}, actor=None, at=NOON)
        events.note_on(session, "person/1", "role_granted", {"role": "x"}, actor=world.who("admin"), at=NOON)
    with transaction(world.database) as session:
        events.note_on(session, "person/1", "role_revoked", {}, actor=None, at=NOON)

    found = [e for e in world.all(Event) if e.stream == "person/1"]

    assert sorted(e.number for e in found) == [1, 2, 3]
    assert verify(world, "person/1") is None


def test_a_stream_cut_short_is_found(world):
    with transaction(world.database) as session:
        events.note_on(session, "system", "started", {}, actor=None, at=NOON)
        session.flush()
        session.get_one(EventStream, "system").events = 2

    assert verify(world, "system") == 2


def test_a_stream_that_never_was_is_whole(world):
    assert verify(world, "person/nobody") is None


def test_events_of_a_transaction_that_fails_are_gone(world):
    with pytest.raises(ZeroDivisionError):
        _note_and_fail(world)

    assert not [e for e in world.all(Event) if e.stream == "system"]


def _note_and_fail(world):
    with transaction(world.database) as session:
        events.note_on(session, "system", "started", {}, actor=None, at=NOON)
        events.write_events(session)
        raise ZeroDivisionError


def _edit(world, stream, change):
    with transaction(world.database) as session:
        row = session.get_one(EventDetail, (stream, 3))
        fields = {name: dict(field) for name, field in row.fields.items()}
        change(fields)
        row.fields = fields

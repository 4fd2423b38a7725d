"""What expressions may know of a dossier."""

from decimal import Decimal

from sqlalchemy import event

from factories import NOON, propose
from service.commands.locking import find_dossier
from service.db import transaction
from service.facts import KNOWN, facts_of
from workflows import feel


def test_facts_are_what_the_tables_say(world):
    dossier_id = propose(world, nominee_person_id=world.people["m2"])

    with transaction(world.database) as session:
        facts = dict(facts_of(session, find_dossier(session, dossier_id), now=NOON))

    assert facts["award"]["threshold"] == Decimal("0.7")
    assert (facts["unit"]["code"], facts["cluster"]["code"]) == ("SGD", "K2")
    assert facts["council"]["members"] == [str(world.people[m]) for m in world.members if m != "m2"]
    assert facts["now"] == NOON


def test_every_known_path_is_there(world):
    dossier_id = propose(world)

    with transaction(world.database) as session:
        facts = dict(facts_of(session, find_dossier(session, dossier_id), now=NOON))

    assert {(table, *rest) for table, *rest in KNOWN if not rest or rest[0] in facts[table]} == KNOWN


def test_only_what_is_looked_at_is_read(world):
    dossier_id = propose(world)
    said = []

    with transaction(world.database) as session:
        dossier = find_dossier(session, dossier_id)
        event.listen(world.database, "before_cursor_execute", lambda *call: said.append(call[2]))
        value = feel.compile("award.days.proposal + 1").evaluate(facts_of(session, dossier, now=NOON))

    assert value == Decimal(6)
    assert not [statement for statement in said if statement.startswith("SELECT")]

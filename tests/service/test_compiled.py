"""Compiled statements: found by identity where a statement is kept, by its structure otherwise, and never confused."""

import pytest
from sqlalchemy import bindparam, column, select, table
from sqlalchemy.dialects import postgresql, sqlite

from service import compiled as module
from service.compiled import CompiledStatements
from service.db import connect

PEOPLE = table("people", column("id"), column("name"))
DIALECT = sqlite.dialect()


def key(structure, names=("id",), many=False, dialect=DIALECT):
    return (dialect, structure, tuple(names), False, many)


class Structure(tuple):
    """A statement's structure that counts how often it is hashed."""

    hashed = 0

    def __hash__(self):
        Structure.hashed += 1
        return super().__hash__()


def test_a_statement_that_is_kept_is_found_without_hashing_it_again():
    kept, structure = CompiledStatements(), Structure((1, 2))
    kept[key(structure)] = "select"
    assert kept.get(key(structure)) == "select"
    Structure.hashed = 0

    assert [kept.get(key(structure)) for _ in range(3)] == ["select"] * 3
    assert Structure.hashed == 0


def test_one_that_is_built_anew_is_found_by_its_structure():
    kept = CompiledStatements()
    kept[key((1, 2))] = "select"

    assert [kept.get(key(tuple([1, 2]))) for _ in range(3)] == ["select"] * 3
    assert kept.get(key((1, 3))) is None
    assert kept.get(key((1, 3)), "nothing") == "nothing"


def test_what_a_statement_is_asked_for_with_tells_it_apart():
    kept, structure = CompiledStatements(), (1, 2)
    asked = [key(structure), key(structure, ["name"]), key(structure, many=True)]
    asked.append(key(structure, dialect=postgresql.dialect()))
    for number, one in enumerate(asked):
        kept[one] = number

    assert [kept.get(one) for one in asked * 2] == [0, 1, 2, 3] * 2


def test_no_more_are_kept_than_can_be_of_use(monkeypatch):
    monkeypatch.setattr(module, "_MOST", 10)
    kept = CompiledStatements()
    for number in range(100):
        kept[key((number,))] = number
        kept.get(key((number,)))

    assert len(kept) <= 10
    assert len(kept._known) <= 10


@pytest.mark.parametrize("columns", [(PEOPLE.c.id,), (PEOPLE.c.id, PEOPLE.c.name)])
def test_a_real_statement_answers_the_same_each_time(tmp_path, columns):
    database = connect(f"sqlite:///{tmp_path}/a.db")
    with database.connect() as connection:
        connection.exec_driver_sql("create table people (id, name)")
        connection.exec_driver_sql("insert into people values (1, 'Hạnh'), (2, 'Thu')")
        statement = select(*columns).where(PEOPLE.c.id == bindparam("one"))

        found = [connection.execute(statement, {"one": 1 + number % 2}).one()[0] for number in range(4)]

    assert found == [1, 2, 1, 2]

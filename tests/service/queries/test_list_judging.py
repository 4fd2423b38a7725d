"""Rows of a list that may stand twice: what is told of who has a dossier, or the award, already."""

import pytest
from sqlalchemy import update

from factories import act, walk
from sent_lists import LETTER, looked_through, nominees
from service.db import transaction
from service.models import Dossier, RegisterEntry


@pytest.fixture
def awarded(world):
    """A dossier whose decision has its number."""
    dossier_id = walk(world, "issue")
    act(world, "records", dossier_id)
    return world.dossier(dossier_id)


def doubts(world, **letter):
    """What the clerk is told of a row that names the honoured nominee."""
    looked = looked_through(world, nominees(1, nominee_name="NGUYỄN THỊ HẠNH"), letter={**LETTER, **letter})
    return [doubt["message"].format(**doubt["values"]) for doubt in looked.rows[0]["doubts"]]


def test_who_has_the_award_of_the_round_may_stand_twice(world, awarded):
    assert doubts(world) == [f"This nominee has been given the award already, by the dossier {awarded.code}."]
    assert doubts(world, round="") == []


@pytest.mark.parametrize(("year", "twice"), [(2026, 1), (2025, 0)])
def test_without_a_round_an_award_stands_twice_in_its_year(world, awarded, year, twice):
    with transaction(world.database) as session:
        session.execute(update(Dossier).values(round_id=None))
        session.execute(update(RegisterEntry).values(year=year))

    assert [len(doubts(world, **letter)) for letter in ({}, {"round": ""})] == [twice, twice]


def test_who_was_not_given_the_award_may_be_proposed_again(world):
    act(world, "chair", walk(world, "signature"), {"outcome": "refuse", "reason": "Chưa đủ."})

    assert doubts(world) == []

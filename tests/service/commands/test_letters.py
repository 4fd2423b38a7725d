"""One letter carries many dossiers: what it says is nobody's to change once another came with it."""

import pytest

from factories import World, act, propose
from service.db import reading
from service.models import Dossier, Submission
from usual_answers import PROPOSAL
from workflows.errors import InvalidAnswers


def test_a_second_nominee_does_not_change_the_letter_of_the_first(world: World) -> None:
    first = propose(world)
    act(world, "lan", first)
    second = propose(world, name="Trần Văn Bình", like=first)

    with pytest.raises(InvalidAnswers) as refused:
        act(world, "lan", second, {**PROPOSAL, "letter_number": "99/TTr-KHÁC"})

    assert list(refused.value.problems) == ["letter_number"]
    assert "15/TTr-SGDĐT" in refused.value.problems["letter_number"].text
    assert _letter_of(world, first).number == "15/TTr-SGDĐT"


def test_a_second_nominee_comes_with_the_same_letter(world: World) -> None:
    first = propose(world)
    act(world, "lan", first)
    second = propose(world, name="Trần Văn Bình", like=first)

    act(world, "lan", second, {**PROPOSAL, "nominee_name": "Trần Văn Bình"})

    assert _letter_of(world, first).id == _letter_of(world, second).id


def _letter_of(world: World, dossier_id: object) -> Submission:
    with reading(world.database) as session:
        return session.get_one(Submission, session.get_one(Dossier, dossier_id).submission_id)

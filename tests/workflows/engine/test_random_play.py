"""The engine against the token game, step by step, saved and loaded in between. PLAYS=1000 makes a soak of it."""

import os
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from played_diagrams import PLAYED
from random_play import Play, play

PLAYS = int(os.environ.get("PLAYS", "60"))


@pytest.mark.parametrize("key", PLAYED)
@pytest.mark.timeout(0)
def test_the_engine_plays_as_the_token_game(key):
    steps = sum(play(key, seed) for seed in range(PLAYS))

    assert steps > PLAYS


@settings(max_examples=PLAYS, deadline=None)
@given(key=st.sampled_from(list(PLAYED)), dice=st.randoms(use_true_random=False))
def test_the_engine_plays_as_the_token_game_on_any_dice(key, dice):
    Play(key, dice).run(40)


def test_every_diagram_is_played_to_its_end_and_by_every_kind_of_move():
    made = set()
    for key in PLAYED:
        for seed in range(40):
            walk = Play(key, random.Random(seed))
            walk.run(60)
            made |= {act for act, _ in walk.log} | ({f"{key} ended"} if walk.over else set())

    assert {"start", "place", "wake", "withdraw", "reply", "cancel"} <= made
    assert {f"{key} ended" for key in PLAYED} <= made

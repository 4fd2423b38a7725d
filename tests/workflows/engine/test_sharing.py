"""One definition is shared by all dossiers and threads."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from played_diagrams import PLAYED
from random_play import compiled, play


def photograph(definition):
    """Everything a specification says, as text."""
    plain = (str, int, bool, list, tuple, dict, type(None))
    return {
        (part, name): sorted((key, repr(value)) for key, value in vars(element).items() if isinstance(value, plain))
        for part, spec in {"": definition.spec, **definition.parts}.items()
        for name, element in spec.task_specs.items()
    }


@pytest.mark.parametrize("key", PLAYED)
def test_a_definition_is_the_same_after_many_plays(key):
    before = photograph(compiled(key))
    for seed in range(15):
        play(key, seed)

    assert photograph(compiled(key)) == before


def test_eight_threads_play_on_the_same_definitions():
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(8) as threads:
            steps = list(threads.map(lambda n: play(list(PLAYED)[n % len(PLAYED)], n, 30), range(56)))
    finally:
        sys.setswitchinterval(interval)

    assert all(steps)

"""What the tests of commands may ask for."""

from uuid import UUID

import pytest

from factories import World, walk


@pytest.fixture
def waiting(world: World) -> UUID:
    """A dossier that waits for the vote to be opened."""
    return walk(world, "council_opening")

"""The site over the small province, and people who visit it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from factories import World
from visits import Visitor, site, visitor


@pytest.fixture
def app(world: World, tmp_path: Path) -> Flask:
    """The application at noon."""
    return site(world, tmp_path)


@pytest.fixture
def visit(app: Flask, world: World) -> Callable[[str], Visitor]:
    """Sign somebody in."""
    return lambda name: visitor(app, world, name)


@pytest.fixture
def stranger(app: Flask) -> Visitor:
    """A browser nobody has signed in with."""
    return Visitor(app)

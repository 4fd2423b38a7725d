"""Every address of the application: for whom it is, on what it is tried, and what is sent there. One module a topic.

A module gives ROUTES ({"GET endpoint": For(...)}); and, where its addresses need rows of their own or forms fields,
`fill(world, folder)` ({argument: value}; "blueprint.argument" is for the addresses of that blueprint alone, and
"endpoint.argument" for that one) and `bodies(world, filled)` ({"POST endpoint": fields}; bytes are sent as a file).
"""

import importlib
import pkgutil
from pathlib import Path
from typing import Any

from addresses.whom import For
from factories import World

_TOPICS = [importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)]
ROUTES: dict[str, For] = {route: whom for topic in _TOPICS for route, whom in getattr(topic, "ROUTES", {}).items()}


def fill(world: World, folder: Path) -> dict[str, Any]:
    """The rows that the addresses speak of."""
    filled: dict[str, Any] = {}
    for topic in _TOPICS:
        filled |= topic.fill(world, folder) if hasattr(topic, "fill") else {}
    return filled


def bodies(world: World, filled: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The fields of every form that needs some."""
    sent: dict[str, dict[str, Any]] = {}
    for topic in _TOPICS:
        sent |= topic.bodies(world, filled) if hasattr(topic, "bodies") else {}
    return sent

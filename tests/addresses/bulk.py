"""The addresses of acts on several items at once."""

from typing import Any

from addresses.whom import EVERYBODY, For
from factories import World

ROUTES = {
    "POST bulk.review": For(f"thu {EVERYBODY}"),
    "POST bulk.do": For(f"thu {EVERYBODY}"),
}


def bodies(world: World, filled: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """An item that most of them may not even know of: it is left out, and nothing is done to it."""
    return {
        "POST bulk.review": {"~item": filled["item_id"], "~act": "claim"},
        "POST bulk.do": {"~item": filled["item_id"], "~act": "claim"},
    }

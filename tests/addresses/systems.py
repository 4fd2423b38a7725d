"""The addresses about other systems: whom they tell, and what monitors ask."""

from pathlib import Path
from typing import Any

from addresses.whom import EVERYBODY, For
from factories import NOON, World
from service.commands.add_webhook import Checked, add_webhook
from service.db import transaction
from service.outside import read_url

ROUTES = {
    "GET webhooks.index": For("admin", EVERYBODY),
    "POST webhooks.add": For("admin", EVERYBODY),
    "POST webhooks.send_test": For("admin", EVERYBODY),
    "POST webhooks.end": For("admin", EVERYBODY),
}


def fill(world: World, folder: Path) -> dict[str, Any]:
    """An address that is told everything."""
    url = "https://receiver.example.vn/hook"
    actor = world.who("admin")
    with transaction(world.database) as session:
        hook = add_webhook(session, actor, Checked(url, read_url(url)), [], now=NOON)
    return {"webhook_id": hook.id}


def bodies(_world: World, _filled: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """An address in the house, which nobody calls."""
    return {"POST webhooks.add": {"url": "http://127.0.0.1:9/hook", "kind": "vn.vinhdanh.task.created"}}

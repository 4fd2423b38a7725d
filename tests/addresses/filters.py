"""The addresses of kept filters and of the counts that stay live."""

from pathlib import Path
from typing import Any

from addresses.whom import EVERYBODY, For
from factories import NOON, World
from service.db import transaction
from service.ids import new_id
from service.models import SavedFilter

ROUTES = {
    "GET filters.page": For(EVERYBODY),
    "GET filters.counts": For(EVERYBODY),
    "POST filters.save": For(EVERYBODY),
    "POST filters.columns": For(EVERYBODY),
    "POST filters.drop": For("thu", "binh"),
}


def fill(world: World, folder: Path) -> dict[str, Any]:
    """A filter of one appraiser, shared with the other."""
    seat = world.who("thu").seats[0]
    kept = new_id()
    with transaction(world.database) as session:
        row = {"name": "Sắp đến hạn", "query": {"filter": "groups", "within": 3}, "made_at": NOON}
        shared = {"shared_role": seat.role, "shared_scope_id": seat.scope_id}
        session.add(SavedFilter(id=kept, owner_id=world.people["thu"], **row, **shared))
    return {"filter_id": kept}


def bodies(world: World, filled: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """A view to keep, and what it shows."""
    return {
        "POST filters.save": {"act": "keep", "name": "Quá hạn", "filter": "overdue"},
        "POST filters.columns": {"column": ["code", "due"]},
    }

"""The addresses of lists of nominees."""

from pathlib import Path
from typing import Any

from addresses.whom import CLERKS, EVERYBODY, For
from factories import World
from sent_lists import LETTER, nominees, send, taken, workbook

ROUTES = {
    "GET lists.index": For(CLERKS, EVERYBODY),
    "GET lists.form": For(CLERKS, EVERYBODY),
    "GET lists.template": For(CLERKS, EVERYBODY),
    "POST lists.send": For(CLERKS, EVERYBODY),
    "GET lists.page": For("lan"),
    "GET lists.progress": For("lan"),
    "GET lists.wrong": For("lan"),
    "POST lists.take": For("lan"),
    "POST lists.submit": For("lan"),
    "POST lists.drop": For("lan"),
    "GET lists.export": For(EVERYBODY),
}


def fill(world: World, _folder: Path) -> dict[str, Any]:
    """A list that Lan has sent, with a row to mend, and one whose rows have become drafts."""
    sent = send(world, [*nominees(1), {"nominee_name": "Hờ A Dế"}])
    drafted = taken(world, [{**nominees(1)[0], "nominee_name": "Vàng A Chứ"}])
    return {"award": "BK_TINH", "sheet_id": sent, "lists.submit.sheet_id": drafted}


def bodies(world: World, _filled: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What is sent where."""
    return {"POST lists.send": {**LETTER, "file": workbook(world, [{**nominees(1)[0], "nominee_name": "Giàng A Lử"}])}}

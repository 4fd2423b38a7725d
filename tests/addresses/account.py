"""The addresses of one's own account: everybody has one, and nobody reaches into another's."""

from pathlib import Path
from typing import Any

from addresses.whom import EVERYBODY, For
from factories import NOON, World
from service.commands.make_token import make_token
from service.commands.session_opening import open_session
from service.commands.start_second_factor import start_second_factor
from service.db import transaction
from service.identity import Checked

ROUTES = {
    "GET account.page": For(EVERYBODY),
    "POST account.preferences": For(EVERYBODY),
    "POST account.email": For(EVERYBODY),
    "POST account.password": For(EVERYBODY),
    "POST account.end": For("lan"),
    "POST account.end_others": For(EVERYBODY),
    "POST second_factor.start": For(EVERYBODY),
    "GET second_factor.picture": For("stranger"),
    "POST second_factor.confirm": For(EVERYBODY),
    "POST second_factor.stop": For(EVERYBODY),
    "POST tokens.make": For(EVERYBODY),
    "POST tokens.end": For("lan admin"),
}


def fill(world: World, folder: Path) -> dict[str, Any]:
    """A browser and a token of Lan's, and a second factor that somebody has begun to set up."""
    lan, stranger = world.who("lan"), world.who("stranger")
    proven = Checked("stranger", "10.0.0.9", person_id=stranger.id)
    with transaction(world.database) as session:
        elsewhere = open_session(session, lan.id, address="10.0.0.9", browser="Firefox", now=NOON)
        made = make_token(session, None, lan.id, "Phần mềm văn thư", now=NOON)
        start_second_factor(session, stranger, proven, now=NOON)
    return {"account.sign_in_id": elsewhere.sign_in_id, "tokens.token_id": made.id}

"""The addresses of one's own account: everybody has one, and nobody reaches into another's."""

from pathlib import Path
from typing import Any

import pyotp
from sqlalchemy import update

from addresses.whom import EVERYBODY, For
from factories import NOON, World
from service.commands.confirm_second_factor import confirm_second_factor
from service.commands.make_token import make_token
from service.commands.session_opening import open_session
from service.commands.start_second_factor import start_second_factor
from service.db import reading, transaction
from service.identity import Checked
from service.identity.passwords import keep
from service.identity.second_factor import secret_of
from service.models import Person
from visits import KEY

OLD, NEW = "mùa thu Hòa Vân 1945", "mùa xuân trên bản Cang"
ROUTES = {
    "GET account.page": For(EVERYBODY),
    "POST account.preferences": For(EVERYBODY),
    "POST account.email": For(EVERYBODY),
    "POST account.password": For(EVERYBODY),
    "POST account.end": For("lan"),
    "POST account.end_others": For(EVERYBODY),
    "POST second_factor.start": For(EVERYBODY),
    "GET second_factor.picture": For("stranger"),
    "POST second_factor.confirm": For(f"stranger {EVERYBODY}"),
    "POST second_factor.stop": For(f"vice {EVERYBODY}"),
    "POST tokens.make": For(EVERYBODY),
    "POST tokens.end": For("lan admin"),
}


def fill(world: World, folder: Path) -> dict[str, Any]:
    """A browser and a token of Lan's; a second factor that somebody has begun to set up, and one that is on."""
    lan = world.who("lan")
    with transaction(world.database) as session:
        session.execute(update(Person).where(Person.username.in_(("lan", "vice"))).values(password_hash=keep(OLD)))
        elsewhere = open_session(session, lan.id, address="10.0.0.9", browser="Firefox", now=NOON)
        made = make_token(session, None, lan.id, "Phần mềm văn thư", now=NOON)
        for name in ("stranger", "vice"):
            proven = Checked(name, "10.0.0.9", person_id=world.people[name])
            start_second_factor(session, world.who(name), proven, now=NOON)
    with transaction(world.database) as session:
        spare = confirm_second_factor(session, world.who("vice"), _code(world, "vice"), key=KEY, now=NOON)
    return {"account.sign_in_id": elsewhere.sign_in_id, "tokens.token_id": made.id, "spare_code": spare[0]}


def bodies(world: World, filled: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What is sent where."""
    proof = {"password": OLD}
    return {
        "POST account.preferences": {"language": "vi", "theme": "dark", "mail": "daily"},
        "POST account.email": {"email": "lan@hoavan.example", **proof},
        "POST account.password": {"new": NEW, "again": NEW, **proof},
        "POST second_factor.start": proof,
        "POST second_factor.confirm": {"code": _code(world, "stranger")},
        "POST second_factor.stop": {"code": filled["spare_code"], **proof},
        "POST tokens.make": {"name": "Phần mềm nhân sự", "days": "30", **proof},
    }


def _code(world: World, name: str) -> str:
    """What the person's app shows at noon."""
    with reading(world.database) as session:
        seed = session.get_one(Person, world.people[name]).totp_seed or ""
    return pyotp.TOTP(secret_of(KEY, world.people[name], seed)).at(NOON)

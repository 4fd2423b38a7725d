"""The pages without a browser: the application over a small province, and its people signed in to it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from factories import NOON, World
from service.commands.sign_in import Token, sign_in
from service.config import Settings
from service.db import transaction
from service.identity import Checked
from service.web import create_app

_TOKEN = re.compile(r'<meta name="csrf-token" content="([^"]+)">')


def app_of(world: World, folder: Path, **settings: Any) -> Flask:
    """The application as it stands at noon; files are kept in `folder`."""
    usual = Settings(world.database.url.render_as_string(), folder, "k" * 40, insecure_http=True)
    return create_app(replace(usual, **settings), world.database, now=lambda: NOON)


@dataclass(frozen=True)
class Visitor:
    """Somebody at a browser that follows no redirects."""

    client: FlaskClient
    token: str

    def get(self, address: str) -> TestResponse:
        return self.client.get(address)

    def post(self, address: str, fields: Mapping[str, Any] | None = None) -> TestResponse:
        """Send a form of ours; its token goes with it."""
        return self.client.post(address, data={"csrf_token": self.token, **(fields or {})})

    def ask(self, method: str, address: str, fields: Mapping[str, Any] | None = None) -> TestResponse:
        return self.get(address) if method == "GET" else self.post(address, fields)


def stranger(app: Flask) -> Visitor:
    """Somebody who has not signed in, with the token of the sign-in page."""
    client = app.test_client()
    return Visitor(client, token_on(client.get("/sign-in")))


def visitor(app: Flask, world: World, name: str) -> Visitor:
    """The person, signed in without the time a password takes."""
    checked = Checked(name, "192.0.2.7", person_id=world.people[name])
    with transaction(world.database) as session:
        opened = sign_in(session, checked, browser="a test", now=NOON)
    assert isinstance(opened, Token)
    client = app.test_client()
    with client.session_transaction() as kept:
        kept["_user_id"] = opened.text
    return Visitor(client, token_on(client.get("/inbox")))


def token_on(page: TestResponse) -> str:
    """The token a page of ours carries for changes."""
    found = _TOKEN.search(page.text)
    assert found, f"{page.status}: {page.text[:400]}"
    return found[1]

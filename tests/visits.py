"""Visiting the pages in tests: signed in as somebody of the small province, with the token that changes need."""

import re
from collections.abc import Mapping
from datetime import datetime
from html import unescape
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

KEY = "k" * 40
"""The house's secret key."""
_TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')
_TAGS = re.compile(r"<[^>]+>")


def settings_for(world: World, folder: Path, **other: Any) -> Settings:
    """Settings over the world's database, with cookies that travel without TLS."""
    url = world.database.url.render_as_string(hide_password=False)
    return Settings(database_url=url, data_dir=folder, secret_key=KEY, **{"insecure_http": True, **other})


def site(world: World, folder: Path, *, now: datetime = NOON, **other: Any) -> Flask:
    """The application over the world's database, at a fixed time."""
    app = create_app(settings_for(world, folder, **other), world.database, now=lambda: now)
    app.testing = False
    return app


class Visitor:
    """A browser: one cookie jar, and the token from the last page."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()

    def get(self, url: str) -> TestResponse:
        return self.client.get(url, buffered=True)

    def post(self, url: str, fields: Mapping[str, Any] | None = None, **more: Any) -> TestResponse:
        return self.client.post(url, data={**(fields or {}), "csrf_token": self.token()}, **more)

    def token(self) -> str:
        found = _TOKEN.search(self.client.get("/sign-in", follow_redirects=True).text)
        assert found is not None
        return found.group(1)


def visitor(app: Flask, world: World, name: str, *, now: datetime = NOON) -> Visitor:
    """Somebody who has signed in."""
    checked = Checked(name, "127.0.0.1", person_id=world.people[name])
    with transaction(world.database) as session:
        token = sign_in(session, checked, browser="test", now=now)
    assert isinstance(token, Token)
    browser = Visitor(app)
    with browser.client.session_transaction() as cookie:
        cookie["_user_id"] = token.text
    return browser


def said(page: TestResponse) -> str:
    """What the page says, without its tags, as one line."""
    return " ".join(unescape(_TAGS.sub(" ", page.text)).split())

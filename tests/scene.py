"""A scene for trying every address: dossiers at their stages, and everybody of the small province signed in."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import addresses
from addresses.whom import EVERYBODY
from factories import World
from visits import Visitor, site, visitor


@dataclass(frozen=True)
class Scene:
    """A dossier with a paper under appraisal, a proposal still in its unit, a sitting that votes; and everybody."""

    app: Flask
    world: World
    fill: dict[str, Any]
    bodies: dict[str, dict[str, Any]]
    people: dict[str, Visitor]
    tokens: dict[str, str]
    cookies: dict[str, str]

    def ask(self, name: str, route: str, browser: FlaskClient | None = None) -> TestResponse:
        """The person opens the page, or sends its form; in their own browser unless another is named."""
        method, browser = route.split()[0], browser or self.people[name].client
        body = {"csrf_token": self.tokens[name], **self.bodies.get(route, {})} if method == "POST" else {}
        fields = {field: _sendable(value) for field, value in body.items()}
        return browser.open(self.address(route), method=method, data=fields, buffered=True)

    def browser(self, name: str) -> FlaskClient:
        """Another window of the person's browser, as it was when they had signed in."""
        window = self.app.test_client()
        window.set_cookie(self.app.config["SESSION_COOKIE_NAME"], self.cookies[name])
        return window

    def send(self, name: str, address: str, fields: dict[str, Any]) -> TestResponse:
        """The person sends a form."""
        return self.people[name].client.post(address, data={**fields, "csrf_token": self.tokens[name]})

    def address(self, route: str, **changes: object) -> str:
        """The route's address, on the scene's own dossier."""
        endpoint = route.split()[1]
        rule = next(self.app.url_map.iter_rules(endpoint))
        values = {name: self._value(endpoint, name) for name in rule.arguments} | changes
        with self.app.test_request_context():
            return self.app.url_for(endpoint, **values)

    def _value(self, endpoint: str, argument: str) -> Any:
        nearest = (f"{endpoint}.{argument}", f"{endpoint.split('.')[0]}.{argument}", argument)
        return next((self.fill[name] for name in nearest if name in self.fill), None)


def set_scene(world: World, folder: Path) -> Scene:
    """Everything the addresses speak of, in this province."""
    app = site(world, folder, webhooks_inside=True)
    people = {name: visitor(app, world, name) for name in EVERYBODY.split()}
    filled = addresses.fill(world, folder)
    tokens = {name: visiting.token() for name, visiting in people.items()}
    cookies = {name: _cookie(visiting.client) for name, visiting in people.items()}
    return Scene(app, world, filled, addresses.bodies(world, filled), people, tokens, cookies)


def _cookie(client: FlaskClient) -> str:
    kept = client.get_cookie(client.application.config["SESSION_COOKIE_NAME"])
    assert kept is not None
    return kept.value


def _sendable(value: Any) -> Any:
    """A field as a browser sends it: bytes are a file."""
    if not isinstance(value, bytes):
        return value
    return BytesIO(value), "to-trinh.pdf" if value.startswith(b"%PDF") else "danh-sach.xlsx"

"""Calling the API in tests: with the token of somebody of the small province, as other systems do."""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from factories import NOON, World
from paper import PDF
from service.commands.make_token import MadeToken, make_token
from service.db import transaction

API = "/api/v1"


class System:
    """Another system, which calls with a token of its own."""

    def __init__(self, app: Flask, token: str | None, *, address: str = "127.0.0.1") -> None:
        self.client: FlaskClient = app.test_client(use_cookies=False)
        self.client.environ_base["REMOTE_ADDR"] = address
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path: str, *, headers: Mapping[str, str] | None = None, **asked: Any) -> TestResponse:
        """Read something."""
        sent = {**self.headers, **(headers or {})}
        return self.client.get(API + path, query_string=asked, headers=sent, buffered=True)

    def post(self, path: str, body: Any = None, *, headers: Mapping[str, str] | None = None) -> TestResponse:
        """Change something; without a body nothing is sent."""
        sent = {} if body is None else {"json": body}
        return self.client.post(API + path, headers={**self.headers, **(headers or {})}, **sent)

    def attach(
        self, code: str, data: bytes = PDF, *, kind: str = "other", headers: Mapping[str, str] | None = None
    ) -> TestResponse:
        """Send a paper."""
        sent = {"kind": kind, "file": (BytesIO(data), "to-trinh.pdf")}
        return self.client.post(
            f"{API}/dossier/{code}/attachment", data=sent, headers={**self.headers, **(headers or {})}
        )


def token_of(world: World, name: str, *, now: datetime = NOON, days: int = 90) -> MadeToken:
    """A token somebody made for themselves."""
    actor = world.who(name, now)
    with transaction(world.database) as session:
        made = make_token(session, None, actor.id, "bài kiểm thử", days=days, now=now)
    assert isinstance(made, MadeToken)
    return made


def system(app: Flask, world: World, name: str) -> System:
    """A system that calls in somebody's name."""
    return System(app, token_of(world, name).text)


def ballot_of(world: World, dossier_id: UUID, member: str) -> UUID:
    """The member's own item of a vote."""
    return next(one.id for one in world.items(dossier_id) if one.assignee_id == world.people[member])

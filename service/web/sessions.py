"""Who is signed in: the cookie holds a token, the database its row; each request looks the row up."""

from dataclasses import dataclass
from uuid import UUID

from flask import Flask, Request, Response, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask_login import LoginManager, UserMixin, login_user, logout_user

from service.actors import Actor
from service.commands.touch_sign_in import touch_sign_in
from service.db import reading, transaction
from service.queries import signed_in as query
from service.web import appearance, current, i18n

UNATTENDED = frozenset({"filters.counts", "imports.progress", "lists.progress"})
"""What a page asks by itself, again and again: no sign that anybody sits before it."""


@dataclass(frozen=True)
class SignedIn(UserMixin):  # type: ignore[misc]
    """A signed-in browser."""

    actor: Actor
    sign_in_id: UUID
    token: str

    def get_id(self) -> str:
        """What the cookie holds: the token, never the person."""
        return self.token


class _OfVisits(SecureCookieSessionInterface):
    """The cookie's session, for visits to pages only: in a call a cookie says nothing, and none is sent back."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """An empty one for a call."""
        if request.path.startswith(current.CALLS):
            return self.session_class()
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Nothing of a call's."""
        if not current.is_call():
            super().save_session(app, session, response)


def set_up(app: Flask) -> None:
    """Look the person up at each request."""
    app.session_interface = _OfVisits()
    manager = LoginManager()
    manager.init_app(app, add_context_processor=False)  # error pages must not look anybody up
    manager.session_protection = None  # the row in the database ends a sign-in, not a changed address
    manager.user_loader(_look_up)


def begin(token: str) -> None:
    """Start a session of its own for a fresh token: nothing of the visitor's earlier session survives."""
    session.clear()
    found = _look_up(token)
    if found is not None:
        login_user(found)


def forget() -> None:
    """Empty this browser's session."""
    logout_user()
    session.clear()


def _look_up(token: str) -> SignedIn | None:
    settings, now = current.settings(), current.now()
    with reading(current.database()) as database:
        found = query.signed_in(database, token, now=now, idle=settings.idle, longest=settings.longest_session)
    if found is None:
        return None
    i18n.speak_to(found.language)
    appearance.show_as(found.theme)
    appearance.show_columns(found.columns)
    if found.due and request.endpoint not in UNATTENDED:
        with transaction(current.database()) as database:
            touch_sign_in(database, found.id, now=now)
    return SignedIn(found.actor, found.id, token)

"""Who calls: a bearer token stands for its person, with today's seats; cookies say nothing here."""

from dataclasses import dataclass
from uuid import UUID

from flask import Flask, g, request

from service import language
from service.actors import Actor
from service.commands.touch_token import touch_token
from service.db import reading, transaction
from service.queries.tokens import Caller, caller_with
from service.web import current
from service.web.api.limits import count_call, count_guess
from service.web.security import PUBLIC

_SCHEME = "bearer"
_LOOKING = frozenset({"GET", "HEAD"})


class Unknown(Exception):
    """Nobody is known by what was sent; `given` tells whether a token was sent at all."""

    def __init__(self, *, given: bool) -> None:
        super().__init__("the token is unknown" if given else "a token is missing")
        self.given = given


@dataclass(frozen=True, slots=True)
class Called:
    """Whoever a call is made in the name of, where pages have who is signed in."""

    actor: Actor
    token_id: UUID
    is_authenticated: bool = True


def set_up(app: Flask) -> None:
    """Ask every call for its token before anything else is done with it."""
    app.before_request(_let_in)


def sent_token() -> str:
    """The token this call came with; empty without one."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == _SCHEME else ""


def _let_in() -> None:
    """Let a known caller in, and speak as the call asks, else as its person reads, else as the house does."""
    if not current.is_call():
        return
    asked = request.accept_languages.best_match(list(language.LANGUAGES)) if request.accept_languages else None
    language.speak(asked)
    if request.endpoint in PUBLIC:
        return
    caller = _known(sent_token())
    if asked is None:
        language.speak(caller.language)
    g._login_user = Called(caller.actor, caller.token_id)  # where Flask-Login looks first, so before any cookie


def _known(token: str) -> Caller:
    now = current.now()
    only_looks = request.method in _LOOKING
    with current.looking() if only_looks else reading(current.database()) as database:
        caller = caller_with(database, token, now=now) if token else None
    if caller is None:
        if token:
            count_guess(request.remote_addr or "", now)
        raise Unknown(given=bool(token))
    count_call(str(caller.token_id), now)
    if caller.due:  # a sign of life is a transaction of its own
        current.look_no_more()
        with transaction(current.database()) as database:
            touch_token(database, caller.token_id, now=now)
    return caller

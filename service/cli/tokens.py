"""vinhdanh token: the bearer tokens other systems call with."""

from argparse import Namespace
from uuid import UUID

from sqlalchemy.orm import Session

from service import clock
from service.cli.people import find_person, prepared_session
from service.cli.words import say
from service.commands.end_token import end_token
from service.commands.make_token import make_token
from service.errors import NotFound, Reason, Refused
from service.models import AccessToken
from service.queries.tokens import tokens_of
from workflows.errors import msg


def create(asked: Namespace) -> int:
    """Make a token in a person's name and print it, this once."""
    with prepared_session() as session:
        person = find_person(session, asked.username)
        made = make_token(session, None, person.id, asked.name, days=asked.days, now=clock.now())
    if isinstance(made, Reason):
        raise Refused(made)
    say(made.text)
    return 0


def show(asked: Namespace) -> int:
    """List a person's tokens, a line each: id, state, last day, last use, what it is for."""
    now = clock.now()
    with prepared_session() as session:
        for token in tokens_of(session, find_person(session, asked.username).id):
            used = token.used_at.isoformat(timespec="minutes") if token.used_at else "never used"
            until = token.expires_at.date().isoformat() if token.expires_at else "no end"
            living = token.ended_at is None and (token.expires_at is None or token.expires_at > now)
            say("\t".join([str(token.id), "valid" if living else "ended", until, used, token.name]))
    return 0


def revoke(asked: Namespace) -> int:
    """End a token now."""
    with prepared_session() as session:
        token = _ended(session, asked.token)
    say(f"The token “{token.name}” has been ended.")
    return 0


def _ended(session: Session, token_id: UUID) -> AccessToken:
    try:
        return end_token(session, None, token_id, now=clock.now())
    except NotFound:
        raise Refused(Reason("token", msg("There is no such token."))) from None

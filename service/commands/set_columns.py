"""Saying what one's inbox shows of each item."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from service.actors import Actor
from service.commands.accounts import own_account
from service.errors import Reason, Refused
from workflows.errors import msg

KNOWN = ("code", "award", "unit", "task", "due", "returns")
"""In the order in which a row shows them; the nominee's name always stands first."""
_UNKNOWN = Reason("unknown_choice", msg("This cannot be chosen. Choose one of the options on the page."))


def set_columns(session: Session, actor: Actor, chosen: Collection[str], *, now: datetime) -> None:  # noqa: ARG001
    """Keep which of KNOWN the actor's inbox shows. Raises Refused for a name that is none of them."""
    if not set(chosen) <= set(KNOWN):
        raise Refused(_UNKNOWN)
    own_account(session, actor).columns = [name for name in KNOWN if name in chosen]
    session.flush()

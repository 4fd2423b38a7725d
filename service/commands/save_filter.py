"""Keeping a way to look at the inbox under a name."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service import permissions
from service.actors import Actor
from service.commands.accounts import own_account
from service.errors import NotAllowed, Reason, Refused
from service.ids import new_id
from service.models import SavedFilter
from service.text import tidy
from workflows.errors import msg

MOST = 20
"""Filters one person keeps."""
_NAMED = Reason("filter_name", msg("Give the filter a name of at most 80 letters."))
_ENOUGH = Reason("filters", msg("You keep {most} filters already; remove one first."), {"most": MOST})
_KNOWN = ("filter", "q", "unit", "award", "task", "within")
_LONGEST = 80


def save_filter(
    session: Session,
    actor: Actor,
    name: str,
    query: Mapping[str, Any],
    *,
    shared_with: tuple[str, UUID] | None = None,
    now: datetime,
) -> SavedFilter:
    """Keep the inbox's parameters in `query`; what a name of the actor's own stands for already is replaced.

    `shared_with` is a role and scope the actor holds: everybody there is offered it, and sees through it only what is
    theirs. Raises Refused (no name, too many), NotAllowed (a group that is not the actor's) or NotFound (one has left).
    """
    name = tidy(name)
    if not name or len(name) > _LONGEST:
        raise Refused(_NAMED)
    if shared_with and (reason := permissions.why_not_share(actor, *shared_with)):
        raise NotAllowed(reason)
    own_account(session, actor)  # one's own windows take turns
    kept = session.scalars(
        select(SavedFilter).where(SavedFilter.owner_id == actor.id, SavedFilter.name == name)
    ).first()
    if kept is None:
        if session.scalar(select(func.count()).where(SavedFilter.owner_id == actor.id)) >= MOST:  # type: ignore[operator]
            raise Refused(_ENOUGH)
        kept = SavedFilter(id=new_id(), owner_id=actor.id, name=name, made_at=now)
        session.add(kept)
    kept.query = {key: query[key] for key in _KNOWN if query.get(key) not in (None, "")}
    kept.shared_role, kept.shared_scope_id = shared_with or (None, None)
    return kept

"""Answering any task by one call: an ordinary one, a ballot, or the opening of a vote."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import rows
from service.actors import Actor
from service.commands.cast_ballots import cast_ballots
from service.commands.completing import Completed, complete_item, opens_vote
from service.commands.locking import Held, allow, find_item
from service.commands.open_voting import open_voting
from service.commands.tally import CHOICES
from service.errors import Conflict
from service.models import Dossier
from service.processes import definition_of
from workflows import forms
from workflows.errors import InvalidAnswers, Problem, msg

VOTE = "vote"
"""The question of a ballot, as its form names it."""
_CHOOSE = Problem("choice", msg("Choose yes, no or blank."), element=VOTE)


def answer_task(session: Session, actor: Actor, item_id: UUID, raw: Mapping[str, Any], *, now: datetime) -> Completed:
    """Do with the answers what their task is for; a ballot's choice goes into its ballot and nowhere else.

    Raises NotFound, NotAllowed, Refused (suspended), InvalidAnswers, or Conflict (done, voted or claimed by another).
    When the engine cannot make the step the answers are kept as a draft and `Completed.incident` says why.
    """
    cast = _cast(session, actor, item_id, raw.get(VOTE), now)
    if cast is not None:
        return cast
    held = find_item(session, item_id)
    seat = allow(session, actor, held)
    if held.item.panel:
        _vote(session, actor, held, raw.get(VOTE), now)
    elif opens_vote(session, held):
        _open_vote(session, actor, held, raw, now)
    else:
        return complete_item(session, actor, seat, held, raw, now=now)
    rows.save(session)  # so that the dossier can be read as it stands now
    now_reads = select(Dossier).where(Dossier.id == held.item.dossier_id).execution_options(populate_existing=True)
    return Completed(session.scalars(now_reads).one(), held.item)


def _cast(session: Session, actor: Actor, item_id: UUID, choice: object, now: datetime) -> Completed | None:
    """A ballot is cast without looking at it first, as most can be; None: why this one cannot is still to be told."""
    if not isinstance(choice, str) or choice not in CHOICES:
        return None
    [cast] = cast_ballots(session, actor, {item_id: choice}, now=now)
    return Completed(cast.held.dossier, cast.held.item) if cast.ok and cast.held else None


def _vote(session: Session, actor: Actor, held: Held, choice: object, now: datetime) -> None:
    if not isinstance(choice, str) or choice not in CHOICES:
        raise InvalidAnswers({VOTE: _CHOOSE})
    cast = cast_ballots(session, actor, {held.item.id: choice}, now=now)[0]
    if cast.reason is not None:
        raise Conflict(cast.reason, who=None, at=None, dossier_code=held.dossier.code)


def _open_vote(session: Session, actor: Actor, held: Held, raw: Mapping[str, Any], now: datetime) -> None:
    form = definition_of(session, held.dossier).forms[held.item.form or ""]
    answers = forms.clean(form, raw)
    open_voting(session, actor, [held.item.id], date.fromisoformat(answers["session_date"]), now=now)

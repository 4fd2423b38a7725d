"""Sending some proposals of a list, each as the clerk would have sent it by hand."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import permissions
from service.actors import Actor
from service.commands.complete_task import complete_task
from service.commands.lists import NOMINEES, RowRefused, left_to_send
from service.commands.sheet_work import STOPPED, SUBMITTED, SUBMITTING, Result, hold, kept
from service.errors import Reason, ServiceError
from service.models import Dossier, Draft, WorkItem
from service.permissions.rules import NOT_OPEN
from service.processes import definition_of
from service.proposals import PROPOSAL
from workflows.errors import InvalidAnswers, msg

_HELD_UP = Reason("held_up", msg("The dossier could not move on; it stands under “Held up” in the list of dossiers."))


def submit_rows(
    session: Session,
    actor: Actor | None,
    sheet_id: UUID,
    *,
    most: int,
    refused: Mapping[int, Mapping[str, Any]],
    now: datetime,
) -> bool:
    """Send at most so many proposals, as their drafts stand now, and say whether more are left.

    `actor` is who sent the list, with the seats they hold now; when they may no longer propose, the list stops. Raises
    RowRefused for the first that cannot be sent: nothing of this transaction may be kept then, and the next one is
    given it as `refused`, why by row.
    """
    sheet = hold(session, sheet_id, NOMINEES, rows=False)
    if sheet is None or sheet.status != SUBMITTING:
        return False
    if actor is None or permissions.why_not_propose(actor, sheet.unit_id):
        sheet.status = STOPPED
        return False
    sheet.results = [{**one, "problem": refused[one["row"]]} if one["row"] in refused else one for one in sheet.results]
    left = left_to_send(sheet)
    items = _proposals(session, actor, left[:most])
    sent = {one["row"]: _send(session, actor, one, items.get(UUID(one["dossier"])), now) for one in left[:most]}
    sheet.results = [sent.get(one["row"], one) for one in sheet.results]
    sheet.status = SUBMITTING if len(left) > most else SUBMITTED
    return len(left) > most


def _proposals(session: Session, actor: Actor, results: list[Result]) -> dict[UUID, Any]:
    """The last proposal of each dossier, with the actor's draft."""
    found = session.execute(
        select(WorkItem.dossier_id, WorkItem.id, WorkItem.form, WorkItem.closed_at, WorkItem.closed_by_id, Draft.data)
        .outerjoin(Draft, (Draft.work_item_id == WorkItem.id) & (Draft.person_id == actor.id))
        .where(WorkItem.dossier_id.in_([UUID(one["dossier"]) for one in results]), WorkItem.element == PROPOSAL)
        .order_by(WorkItem.opened_at)
    )
    return {row.dossier_id: row for row in found}


def _send(session: Session, actor: Actor, result: Result, item: Any, now: datetime) -> Result:
    """What came of one proposal; one that the clerk has sent by hand meanwhile is sent."""
    if item is None or (item.closed_at is not None and item.closed_by_id is None):
        return {**result, "problem": kept(NOT_OPEN)}
    if item.closed_at is not None:
        return {**result, "sent": True}
    try:
        completed = complete_task(session, actor, item.id, item.data or {}, now=now)
    except (ServiceError, InvalidAnswers) as error:
        form = definition_of(session, session.get_one(Dossier, item.dossier_id)).forms.get(item.form)
        raise RowRefused(result["row"], error, form) from error
    return {**result, "sent": True} if completed.incident is None else {**result, "problem": kept(_HELD_UP)}

"""Change the rules of an award from a day on."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from service.actors import Actor
from service.clock import local_date
from service.commands import catalogue_keeping as keeping
from service.commands.administering import require_administrator
from service.commands.award_editions import find_edition, rules_asked
from service.ids import new_id
from service.models import AwardKind
from workflows.errors import msg


def add_award_edition(
    session: Session, actor: Actor | None, kind_id: UUID, answers: Mapping[str, Any], *, now: datetime
) -> AwardKind:
    """Bring new rules of the award into force; the old ones end the day before, and dossiers under way keep theirs.

    `kind_id` is the latest edition, whose rules the author saw. Raises NotAllowed, NotFound, InvalidAnswers, or
    Conflict when somebody added a later edition meanwhile.
    """
    require_administrator(actor)
    keeping.take_turn(session)
    before = find_edition(session, kind_id)
    columns = rules_asked(session, answers, before, local_date(now))
    since = columns["valid_from"]
    if since <= before.valid_from:
        later = msg("The rules that are there begin on {day}: new ones begin later.")
        keeping.refuse("valid_from", "order", later, day=before.valid_from)
    kind = AwardKind(id=new_id(), code=before.code, position=before.position, verified=False, **columns)
    ended = _end(before, since)
    session.add(kind)
    session.flush()
    changed = {name: [_old(before, name), keeping.plain(value)] for name, value in columns.items()}
    told = {name: pair for name, pair in changed.items() if pair[0] != pair[1]}
    detail = {"code": kind.code, "edition_before": before.id, **ended, **told}
    keeping.note(session, "award_edition_added", kind, detail, actor=actor, now=now)
    return kind


def _end(before: AwardKind, since: date) -> dict[str, Any]:
    """The old rules hold until the day before, unless they end earlier anyway."""
    last_day = since - timedelta(days=1)
    if before.valid_to is not None and before.valid_to <= last_day:
        return {}
    return {f"before_{name}": pair for name, pair in keeping.change(before, {"valid_to": last_day}).items()}


def _old(before: AwardKind, name: str) -> Any:
    return keeping.plain(getattr(before, name))

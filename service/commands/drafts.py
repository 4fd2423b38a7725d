"""What a person has typed and not yet sent: kept for them alone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Draft


def keep(session: Session, item_id: UUID, person_id: UUID, data: Mapping[str, Any], *, now: datetime) -> Draft:
    """Keep what the person has typed on an item, in place of what was kept before."""
    draft = session.scalar(select(Draft).where(Draft.work_item_id == item_id, Draft.person_id == person_id))
    if draft is None:
        draft = Draft(work_item_id=item_id, person_id=person_id)
        session.add(draft)
    draft.data, draft.saved_at = dict(data), now
    return draft


def kept_at(session: Session, item_id: UUID, person_id: UUID) -> datetime | None:
    """When the person's draft of an item was kept last; None when there is none."""
    return session.scalar(select(Draft.saved_at).where(Draft.work_item_id == item_id, Draft.person_id == person_id))

"""Taking back a step in tests: everything a step changes, doing one, and taking it back."""

from datetime import timedelta

from sqlalchemy import select

from factories import NOON, act
from service.commands.recall_task import recall_task
from service.db import reading, transaction
from service.models import Dossier, Exclusion, Nominee, RollEntry, Submission, WorkItem

LATER = NOON + timedelta(hours=1)
COLUMNS = [
    c.name for c in Dossier.__table__.columns if c.name not in ("events", "head", "row_version", "before", "told")
]
RETURN = {"outcome": "return", "missing": "Thiếu biên bản họp xét."}


def standing(world, dossier_id):
    """Everything that a step changes, as it lies in the tables."""
    with reading(world.database) as session:
        dossier = session.get_one(Dossier, dossier_id)
        nominee = session.get_one(Nominee, dossier.nominee_id)
        letter = session.get_one(Submission, dossier.submission_id)
        exclusions = session.scalars(select(Exclusion).where(Exclusion.dossier_id == dossier_id)).all()
        items = session.scalars(select(WorkItem).where(WorkItem.dossier_id == dossier_id, WorkItem.closed_at.is_(None)))
        return {
            "dossier": {name: getattr(dossier, name) for name in COLUMNS},
            "nominee": {c.name: getattr(nominee, c.name) for c in Nominee.__table__.columns},
            "letter": (letter.number, letter.signed_on),
            "roll": session.scalars(select(RollEntry.id).where(RollEntry.dossier_id == dossier_id)).all(),
            "exclusions": sorted((e.person_id.hex, e.element or "", e.reason, e.event_number) for e in exclusions),
            "open": sorted((item.id, item.task, item.due_on, item.remind_on) for item in items),
        }


def done(world, name, dossier_id, answers=None):
    """Somebody completes the open task; the item they did."""
    item = world.item(dossier_id)
    act(world, name, dossier_id, answers)
    return item


def take_back(world, name, item, reason="Nhầm hồ sơ", now=LATER):
    with transaction(world.database) as session:
        return recall_task(session, world.who(name, now), item.id, reason=reason, now=now)

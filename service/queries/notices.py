"""What a person has been told: their notices, the unread first, each with its sentence and its place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from service.actors import Actor
from service.errors import NotFound
from service.identity.alarms import ALARMS
from service.models import Dossier, Nominee, Notice
from service.permissions import visible_to
from workflows.errors import msg

PAGE = 30
"""Notices of one page."""
SENTENCES: Mapping[str, str] = {
    "task_opened": msg("“{task}” waits for your group."),
    "task_assigned": msg("{who} handed “{task}” to you."),
    "task_taken": msg("{who} handed “{task}”, which you had, to somebody else."),
    "ballot": msg("Voting is open: your ballot is awaited."),
    "returned": msg("Sent back for a supplement: “{task}”."),
    "task_reminded": msg("“{task}” is due on {due_on}."),
    "task_overdue": msg("“{task}” is overdue since {due_on}."),
    "mentioned": msg("{who} mentioned you."),
    "commented": msg("{who} wrote a comment."),
    "asked": msg("{who} asks you a question."),
    "answered": msg("{who} answered your question."),
    "ended": msg("The dossier has ended: {end}."),
    "withdrawn": msg("The dossier was withdrawn by its unit."),
    "suspended": msg("{who} suspended the dossier."),
    "resumed": msg("{who} let the dossier go on."),
    "recalled": msg("{who} took back “{task}”."),
    "held_up": msg("The dossier could not move on."),
    "acted_for": msg("{who} did “{task}” in your place."),
    "moved": msg("The dossier has moved on to “{task}”."),
    **ALARMS,
}
"""What each kind says; the dossier's code stands beside it, but for what concerns one's account."""
_HIDDEN = msg("This was about a dossier that you may no longer read.")
_UNKNOWN = msg("Something happened on the dossier.")
HIDDEN = "hidden"
"""The kind of what told of a dossier that its reader may no longer know of."""
_TALK = frozenset({"mentioned", "commented", "asked", "answered"})
_VALUES = ("task", "who", "end", "due_on")


@dataclass(frozen=True, slots=True)
class Told:
    """One notice: `message` is an English template over `values`; where it leads is an item, a comment or a dossier."""

    id: UUID
    kind: str
    message: str
    values: Mapping[str, Any]
    code: str
    nominee: str
    at: datetime
    read_at: datetime | None
    item_id: UUID | None
    comment_id: UUID | None

    @property
    def is_talk(self) -> bool:
        """Whether it leads to what somebody said."""
        return self.kind in _TALK


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ends: among the unread or the read, behind a notice."""

    unread: bool
    id: UUID

    def __str__(self) -> str:
        """The place as it stands in an address."""
        return f"{'new' if self.unread else 'old'}~{self.id}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """The place an address names; None for none or for nonsense."""
        which, _, notice = text.partition("~")
        try:
            return cls(which == "new", UUID(notice)) if which in ("new", "old") else None
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Page:
    """Notices, the unread first and each part latest first, and where the next page begins."""

    notices: tuple[Told, ...]
    next: Place | None


def notices_of(session: Session, actor: Actor, *, after: Place | None = None) -> Page:
    """A page of the actor's notices."""
    found: list[Told] = []
    if after is None or after.unread:
        found = _part(session, actor, Notice.read_at.is_(None), after, PAGE + 1)
    if len(found) <= PAGE:
        behind = None if after is None or after.unread else after
        found += _part(session, actor, Notice.read_at.is_not(None), behind, PAGE + 1 - len(found))
    shown = tuple(found[:PAGE])
    return Page(shown, Place(shown[-1].read_at is None, shown[-1].id) if len(found) > PAGE else None)


def notice_of(session: Session, actor: Actor, notice_id: UUID) -> Told:
    """One of the actor's own notices. Raises NotFound."""
    found = session.execute(told_to(actor).where(Notice.id == notice_id)).one_or_none()
    if found is None:
        raise NotFound
    return told(found)


def told_to(actor: Actor) -> Select[*tuple[Any, ...]]:
    """The actor's notices, each with code and nominee of a dossier that the actor may still know of."""
    return (
        select(Notice, Dossier.code, Nominee.name)
        .select_from(Notice)
        .outerjoin(Dossier, (Dossier.id == Notice.dossier_id) & visible_to(actor))
        .outerjoin(Nominee, Nominee.id == Dossier.nominee_id)
        .where(Notice.person_id == actor.id)
    )


def told(row: Any) -> Told:
    """A row of a notice with the dossier's code and the nominee's name; both are missing where it may not be known."""
    notice: Notice = row[0]
    if notice.dossier_id and row.code is None:
        return Told(notice.id, HIDDEN, _HIDDEN, {}, "", "", notice.at, notice.read_at, None, None)
    values = {name: notice.data.get(name) or "" for name in _VALUES}
    if values["due_on"]:
        values["due_on"] = date.fromisoformat(values["due_on"])
    return Told(
        id=notice.id,
        kind=notice.kind,
        message=SENTENCES.get(notice.kind, _UNKNOWN),
        values=values,
        code=row.code or "",
        nominee=row.name or "",
        at=notice.at,
        read_at=notice.read_at,
        item_id=_id(notice.data.get("item")),
        comment_id=_id(notice.data.get("comment")),
    )


def _part(session: Session, actor: Actor, which: ColumnElement[bool], after: Place | None, limit: int) -> list[Told]:
    """The first notices of a part behind a place."""
    query = told_to(actor).where(which)
    if after is not None:
        query = query.where(Notice.id < after.id)
    return [told(row) for row in session.execute(query.order_by(Notice.id.desc()).limit(limit))]


def _id(text: Any) -> UUID | None:
    return UUID(text) if text else None

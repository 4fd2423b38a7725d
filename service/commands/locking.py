"""Finding what a command will change, locked: the dossier's row and the work item's, several in the order of ids."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from service import permissions, rows
from service.actors import Actor, Seat
from service.errors import Conflict, NotAllowed, NotFound, Refused
from service.models import AwardKind, Dossier, Exclusion, Nominee, Submission, WorkItem


@dataclass(frozen=True, slots=True)
class Held:
    """A locked work item with its locked dossier, and everybody who is excluded there."""

    item: WorkItem
    exclusions: Sequence[Exclusion]

    @property
    def dossier(self) -> Dossier:
        """The item's dossier, with its award kind (and, of a single item, nominee and letter)."""
        return self.item.dossier


_ITEM, _DOSSIER = rows.Shape(WorkItem), rows.Shape(Dossier)
_AWARD = rows.Shape(
    AwardKind,
    "id",
    "code",
    "name",
    "nominee_kinds",
    "threshold",
    "quorum",
    "vote",
    "days",
    "supplement_days",
    "remind_days",
)
"""What a step asks of an award."""
_END = len(_DOSSIER.names)
_OF_DOSSIER, _OF_AWARD = slice(_END), slice(_END, _END + len(_AWARD.names))
_BEHIND = _END + len(_AWARD.names)
_T: Any = {table: table.__table__ for table in (WorkItem, Dossier, AwardKind)}


def _with_letter(statement: Select[Any], *locked: Any) -> Select[Any]:
    """The nominee and the letter too, which stay in the session's care: answers may change them."""
    return (
        statement.add_columns(Nominee, Submission)
        .join(Nominee, Nominee.id == Dossier.nominee_id)
        .outerjoin(Submission, Submission.id == Dossier.submission_id)
        .with_for_update(of=locked)
        .execution_options(populate_existing=True)
    )


_DOSSIERS: Select[Any] = select(*_DOSSIER.columns, *_AWARD.columns).join(
    _T[AwardKind], AwardKind.id == Dossier.award_kind_id
)
_WITH_ITEMS = _DOSSIERS.add_columns(*_ITEM.columns).join(_T[WorkItem], WorkItem.dossier_id == Dossier.id)
_ONE = _with_letter(_WITH_ITEMS, Dossier, WorkItem).where(WorkItem.id == bindparam("item"))
_ONE_DOSSIER = _with_letter(_DOSSIERS, Dossier).where(Dossier.id == bindparam("dossier"))
_SEVERAL = rows.Among(
    lambda is_among: (
        _WITH_ITEMS.where(is_among(_T[WorkItem].c.id))
        .order_by(_T[Dossier].c.id, _T[WorkItem].c.id)
        .with_for_update(of=(_T[Dossier], _T[WorkItem]))
    )
)


def find_item(session: Session, item_id: UUID) -> Held:
    """The item, locked together with its dossier: without both locks a neighbour's step would be judged by old rows.

    Raises NotFound.
    """
    found = session.execute(_ONE, {"item": item_id}).one_or_none()
    if found is None:
        raise NotFound(str(item_id))
    *values, nominee, letter = found
    dossier = _dossier(values, nominee=nominee, submission=letter)
    item = _ITEM.row(values[_BEHIND:], dossier=dossier)
    rows.hold(session, item, dossier)
    return Held(item, permissions.exclusions_of(session, item.dossier_id))


def find_items(session: Session, item_ids: Collection[UUID]) -> list[Held]:
    """Several items with dossiers and award kinds, locked in the order of dossiers: no two such acts wait in a ring."""
    found = _SEVERAL.run(session, item_ids).all()
    dossiers: dict[UUID, Dossier] = {}
    for values in found:
        if values[0] not in dossiers:
            dossiers[values[0]] = _dossier(values)
    items = [_ITEM.row(values[_BEHIND:], dossier=dossiers[values[0]]) for values in found]
    rows.hold(session, *items, *dossiers.values())
    excluded = permissions.exclusions_among(session, list(dossiers))
    return [Held(item, [e for e in excluded if e.dossier_id == item.dossier_id]) for item in items]


def find_dossier(session: Session, dossier_id: UUID, reader: Actor | None = None) -> Dossier:
    """The dossier, locked. Raises NotFound, also when the reader may not know of it."""
    found = session.execute(_ONE_DOSSIER, {"dossier": dossier_id}).one_or_none()
    *values, nominee, letter = found or (None, None)
    dossier = _dossier(values, nominee=nominee, submission=letter) if values else None
    if dossier is None or (reader is not None and not permissions.can_see(session, reader, dossier)):
        raise NotFound(str(dossier_id))
    rows.hold(session, dossier)
    return dossier


def _dossier(values: Sequence[Any], **related: Any) -> Dossier:
    return _DOSSIER.row(values[_OF_DOSSIER], award_kind=_AWARD.row(values[_OF_AWARD]), **related)


def allow(session: Session, actor: Actor, held: Held) -> Seat | None:
    """The seat from which the actor may act on the item.

    Raises NotFound (they may not know of the dossier), NotAllowed, Refused (suspended) or Conflict (done, claimed).
    """
    try:
        return permissions.require(session, actor, held.item, held.exclusions)
    except (NotAllowed, Refused, Conflict):
        known_to(session, actor, held.dossier)
        raise


def known_to(session: Session, actor: Actor, dossier: Dossier) -> None:
    """Raises NotFound when the actor may not know of the dossier."""
    if not permissions.can_see(session, actor, dossier):
        raise NotFound(str(dossier.id)) from None

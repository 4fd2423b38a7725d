"""Who can act on a work item, and who cannot and why: the guard, asked for each holder of the role."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from service.actors import Actor
from service.errors import Reason
from service.models import Exclusion, WorkItem
from service.permissions import actor_of, holders, why_not


@dataclass(frozen=True, slots=True)
class Barred:
    """Somebody who holds the role but must not act."""

    person: Actor
    reason: Reason


@dataclass(frozen=True, slots=True)
class Explanation:
    """The holders of a role, parted by the guard."""

    able: tuple[Actor, ...]
    barred: tuple[Barred, ...]

    def known(self, person_id: UUID | None) -> Actor | None:
        """The holder with this id."""
        everybody = (*self.able, *(one.person for one in self.barred))
        return next((person for person in everybody if person.id == person_id), None)

    def could_take_over(self, assignee_id: UUID | None) -> tuple[Actor, ...]:
        """Everybody but the one who has it whom nothing else keeps from it."""
        waiting = (one.person for one in self.barred if one.reason.code == "claimed")
        return tuple(person for person in (*self.able, *waiting) if person.id != assignee_id)


def explain(
    session: Session, item: WorkItem, exclusions: Collection[Exclusion], *, doer: str | None, today: date
) -> Explanation:
    """The guard's answer for each person who holds the item's role where it is asked for.

    `item.dossier` is loaded; `doer` is the name of whoever claimed it.
    """
    names = {item.assignee_id: doer} if item.assignee_id and doer else {}
    able, barred = [], []
    for person in _candidates(session, item, today):
        reason = why_not(person, item, exclusions, names=names)
        if reason is None:
            able.append(person)
        else:
            barred.append(Barred(person, reason))
    return Explanation(tuple(able), tuple(barred))


def _candidates(session: Session, item: WorkItem, today: date) -> list[Actor]:
    if item.panel or item.role is None or item.scope_id is None:
        member = actor_of(session, item.assignee_id, today=today) if item.assignee_id else None
        return [member] if member else []
    return list(holders(session, item.role, item.scope_id, today=today))

"""What nobody could do any more: before a role ends, a person leaves, or somebody goes on leave."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from service.models import Delegation, RoleGrant
from service.queries.coming import Task, tasks_in
from service.queries.holding import Held, Stretch, stretches
from service.queries.rota import Pair, pairs_of, rota_of

HORIZON = timedelta(days=180)
"""How far it is looked ahead when something ends for good: dossiers under way are over by then."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A task that nobody could do on some days: in how many dossiers it waits, and to how many it may still come."""

    role: str
    scope_id: UUID
    element: str
    title: str
    waiting: int
    coming: int
    first: date
    last: date


def foreseen_gaps(session: Session, person_id: UUID, first: date, last: date | None, *, leaving: bool) -> list[Gap]:
    """What nobody could do from first to last (None: as far as HORIZON), were the person away or, `leaving`, gone.

    Who is away still lends their roles to whom they delegated them; with who has left these end. Only what the person,
    or somebody in their place, could do otherwise is told. Eight statements, however many dossiers there are.
    """

    def lost(seat: Held) -> bool:
        return seat.person_id == person_id or (leaving and seat.holder_id == person_id)

    return _gaps(session, pairs_of(session, person_id, first), lost, first, last or first + HORIZON)


def gaps_without(session: Session, ended: RoleGrant | Delegation, first: date) -> list[Gap]:
    """The same for a grant or a delegation that ends before the first day."""

    def lost(seat: Held) -> bool:
        return ended.id in seat.rows

    return _gaps(session, {(ended.role, ended.scope_id)}, lost, first, first + HORIZON)


def _gaps(
    session: Session, pairs: Collection[Pair], lost: Callable[[Held], bool], first: date, last: date
) -> list[Gap]:
    if not pairs:
        return []
    rota = rota_of(session, pairs, first, last)
    lacking = {
        pair: stretches(
            [seat for seat in rota.seats if (seat.role, seat.scope_id) == pair], rota.away, lost, first, last
        )
        for pair in pairs
    }
    affected = {pair: found for pair, found in lacking.items() if found}
    people = {one for seat in rota.seats for one in (seat.person_id, seat.holder_id) if one}
    return _counted(_unattended(tasks_in(session, affected, people) if affected else (), affected))


def _unattended(
    tasks: Collection[Task], affected: Mapping[Pair, tuple[Stretch, ...]]
) -> Iterator[tuple[Task, Stretch]]:
    for task in tasks:
        for stretch in affected[task.role, task.scope_id]:
            if stretch.loses(task.barred_unit_id, task.excluded):
                yield task, stretch


def _counted(unattended: Iterator[tuple[Task, Stretch]]) -> list[Gap]:
    """One line a task of the diagram, however many dossiers it is in."""
    found: dict[tuple[str, UUID, str, str], list[tuple[Task, Stretch]]] = defaultdict(list)
    for task, stretch in unattended:
        found[task.role, task.scope_id, task.element, task.title].append((task, stretch))
    gaps = [
        Gap(
            *key,
            waiting=len({task.dossier_id for task, _ in lines if task.waits}),
            coming=len({task.dossier_id for task, _ in lines if not task.waits}),
            first=min(stretch.first for _, stretch in lines),
            last=max(stretch.last for _, stretch in lines),
        )
        for key, lines in found.items()
    ]
    return sorted(gaps, key=lambda gap: (-gap.waiting, -gap.coming, gap.title))

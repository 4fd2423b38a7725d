"""Who could act in a role over a stretch of days, and from which day on nobody could any more."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Held:
    """A seat over some days: one's own, or in the place of `holder_id`; `rows`: its grant and delegation."""

    role: str
    scope_id: UUID
    first: date
    last: date
    person_id: UUID
    unit_id: UUID | None
    rows: frozenset[UUID]
    holder_id: UUID | None = None
    holder_unit_id: UUID | None = None

    def fits(self, barred_unit_id: UUID | None, excluded: Collection[UUID]) -> bool:
        """Neither who acts nor whom they act for is of the barred unit, or excluded."""
        units = {self.unit_id, self.holder_unit_id} - {None}
        return barred_unit_id not in units and not {self.person_id, self.holder_id} & set(excluded)


@dataclass(frozen=True, slots=True)
class Away:
    """Days on which a person does nothing."""

    person_id: UUID
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on which the same people could act: who would no longer, and who still."""

    first: date
    last: date
    lost: tuple[Held, ...]
    kept: tuple[Held, ...]

    def loses(self, barred_unit_id: UUID | None, excluded: Collection[UUID]) -> bool:
        """Whether somebody could do such a task on these days, and then nobody."""
        if any(seat.fits(barred_unit_id, excluded) for seat in self.kept):
            return False
        return any(seat.fits(barred_unit_id, excluded) for seat in self.lost)


def stretches(
    seats: Collection[Held], away: Collection[Away], lost: Callable[[Held], bool], first: date, last: date
) -> tuple[Stretch, ...]:
    """The days from first to last on which a seat that is `lost` could have been acted from, in stretches."""
    found = []
    for begins, ends in _parts(seats, away, first, last):
        present = [seat for seat in seats if seat.first <= begins <= seat.last and not _is_away(seat, away, begins)]
        gone = tuple(seat for seat in present if lost(seat))
        if gone:
            found.append(Stretch(begins, ends, gone, tuple(seat for seat in present if not lost(seat))))
    return tuple(found)


def _parts(seats: Iterable[Held], away: Iterable[Away], first: date, last: date) -> Iterator[tuple[date, date]]:
    """The days from first to last, parted wherever a seat or an absence begins or is over."""
    begins = {first}
    dated = [*((one.first, one.last) for one in seats), *((one.first, one.last) for one in away)]
    for since, until in dated:
        begins |= {day for day in (since, min(until, last) + _DAY) if first < day <= last}
    ordered = sorted(begins)
    for day, following in zip(ordered, [*ordered[1:], last + _DAY], strict=True):
        yield day, following - _DAY


def _is_away(seat: Held, away: Iterable[Away], day: date) -> bool:
    """Only who acts must be there: the absence of whom they act for ends nothing."""
    return any(one.person_id == seat.person_id and one.first <= day <= one.last for one in away)

"""What an inbox is narrowed to: a unit, an award, a task, a day by which it is due."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, select

from service.models import AwardKind, Dossier, Unit, WorkItem

Scan = Select[*tuple[Any, ...]]

FURTHEST = 366
"""Days: no due day lies further ahead."""
_OF_DOSSIER = frozenset({"unit", "award"})


@dataclass(frozen=True, slots=True)
class Narrow:
    """Codes and ids as the catalogue and the diagrams have them; empty means all."""

    unit: str = ""
    award: str = ""
    task: str = ""
    within: int | None = None
    """Days from today on; what is overdue is among them."""

    @property
    def given(self) -> frozenset[str]:
        """What it is narrowed by."""
        return frozenset(name for name in ("unit", "award", "task", "within") if getattr(self, name) not in ("", None))

    def values(self, today: date) -> dict[str, Any]:
        """What the conditions are bound to."""
        bound = {"unit": self.unit, "award": self.award, "task": self.task}
        bound["within"] = today + timedelta(days=min(self.within or 0, FURTHEST))  # type: ignore[assignment]
        return {f"narrow_{name}": bound[name] for name in self.given}


def narrowed(scan: Scan, given: frozenset[str], *, joined: bool) -> Scan:
    """The walk with only what fits; `joined` tells whether it has the dossier already."""
    if given & _OF_DOSSIER and not joined:
        scan = scan.join(Dossier, Dossier.id == WorkItem.dossier_id)
    conditions = {
        "unit": Dossier.unit_id.in_(select(Unit.id).where(Unit.code == bindparam("narrow_unit"))),
        "award": Dossier.award_kind_id.in_(select(AwardKind.id).where(AwardKind.code == bindparam("narrow_award"))),
        "task": WorkItem.element == bindparam("narrow_task"),
        "within": WorkItem.due_on <= bindparam("narrow_within"),
    }
    return scan.where(*(conditions[name] for name in sorted(given)))

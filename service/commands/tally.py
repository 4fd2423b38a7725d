"""How a vote stands, and what happens when it is decided."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, select, union_all
from sqlalchemy.orm import Session

from service import rows
from service.actors import Actor, Seat
from service.commands.incidents import raise_incident, unreadable
from service.commands.record import record_step
from service.facts import facts_of
from service.models import Ballot, Dossier, Exclusion, RollEntry, WorkItem
from service.processes import definition_of
from workflows import engine
from workflows.errors import NotOpen, Problem, StateError

CHOICES = ("yes", "no", "blank")


@dataclass(frozen=True, slots=True)
class Standing:
    """The count of one vote: the answers of its panel task."""

    yes: int
    no: int
    blank: int
    cast: int
    members: int


def standings(session: Session, tasks: Collection[str]) -> Mapping[str, Standing]:
    """The count of each vote by its task, in one statement however many members there are."""
    found = _STANDINGS.run(session, tasks)
    return {row.task: Standing(*map(int, row[1:])) for row in found}


def conclude(
    session: Session,
    dossier: Dossier,
    task: tuple[str, str],
    standing: Standing,
    *,
    kind: str,
    detail: Mapping[str, Any],
    actor: Actor,
    seat: Seat | None,
    item: WorkItem | None,
    exclusions: Collection[Exclusion],
    now: datetime,
) -> Problem | None:
    """Complete the panel `task` (its id and element) with its count and move the dossier on.

    What the engine cannot do becomes an incident on the dossier, whose votes stay; its problem is returned.
    """
    definition = definition_of(session, dossier)
    tally = asdict(standing)
    facts = facts_of(session, dossier, now=now)
    try:
        outcome = engine.complete(definition, dossier.state, task[0], tally, facts, now=now)
    except (NotOpen, StateError) as error:
        outcome = unreadable(dossier.state, task[1], error)
    if outcome.problems:
        raise_incident(session, dossier, outcome.problems[0], item=item, actor=actor, now=now)
        return outcome.problems[0]
    record_step(
        session,
        dossier,
        definition,
        outcome,
        kind=kind,
        detail={**detail, "task": task[0], "element": task[1], "tally": tally},
        actor=actor,
        seat=seat,
        now=now,
        item=item,
        exclusions=exclusions,
    )
    return None


def _count_of(choice: str) -> Any:
    return func.sum(case((Ballot.choice == choice, 1), else_=0))


def _counting(is_among: Callable[[Any], ColumnElement[bool]]) -> Select[*tuple[Any, ...]]:
    roll = select(
        RollEntry.task.label("task"),
        *(literal(0).label(choice) for choice in CHOICES),
        func.count(RollEntry.voted_on).label("cast"),
        func.count().label("members"),
    ).where(is_among(RollEntry.task))
    ballots = select(Ballot.task, *map(_count_of, CHOICES), literal(0), literal(0)).where(is_among(Ballot.task))
    both = union_all(roll.group_by(RollEntry.task), ballots.group_by(Ballot.task)).subquery()
    sums = (func.sum(both.c[name]).label(name) for name in (*CHOICES, "cast", "members"))
    return select(both.c.task, *sums).group_by(both.c.task)


_STANDINGS = rows.Among(_counting)

"""Several work items at once: what the reader has chosen, and what may be done to each of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from service import permissions, processes
from service.actors import Actor
from service.errors import Reason
from service.models import Dossier, Exclusion, Person, Unit, WorkItem
from service.permissions import visible_to
from service.permissions.rules import unfit
from service.queries.choices import choices_for
from workflows.errors import msg
from workflows.forms import Form, Option

MOST = 50
"""Items of one bulk act: few enough to be looked through."""
_LONG = 8
"""A form with more questions than this is answered one dossier at a time."""

_YOURS = Reason("yours", msg("You have taken this task already."))
_NOT_YOURS = Reason("not_yours", msg("You have not taken this task."))
_ONE_BY_ONE = msg("This task is done one dossier at a time: {title}.")
_UNLIKE = msg("Only items of the same task can be completed together; {title} is another one.")


@dataclass(frozen=True, slots=True)
class Chosen:
    """One of the items, and for each act why the reader may not; None when they may."""

    item: WorkItem
    unit: str
    holder: str | None
    not_complete: Reason | None
    not_claim: Reason | None
    not_release: Reason | None
    not_reassign: Reason | None

    def why_not(self, act: str) -> Reason | None:
        """Why the reader may not do this act to it."""
        reason: Reason | None = getattr(self, f"not_{act}")
        return reason


@dataclass(frozen=True, slots=True)
class Review:
    """What would happen: the items in the order of their days, and the form they share."""

    chosen: tuple[Chosen, ...]
    missing: int
    """How many of those asked for the reader may not know of, or are gone."""
    form: Form | None
    choices: Mapping[str, tuple[Option, ...]]
    receivers: tuple[Actor, ...]
    """Who may take over every item that the reader may hand on."""

    def doable(self, act: str) -> tuple[Chosen, ...]:
        """Those to which the reader may do it."""
        return tuple(one for one in self.chosen if one.why_not(act) is None)


def review_of(session: Session, actor: Actor, ids: Collection[UUID], *, act: str, today: date) -> Review:
    """The items as they stand now, never more than MOST; statements do not grow with their number."""
    found = _found(session, actor, list(ids)[:MOST])
    exclusions = permissions.exclusions_among(session, {item.dossier_id for item, _, _ in found})
    forms = {item.id: _form(session, item) for item, _, _ in found}
    chosen = [_chosen(actor, item, unit, holder, _of(exclusions, item)) for item, unit, holder in found]
    able = (forms[one.item.id] for one in chosen if one.not_complete is None)
    first = next(filter(None, able), None)
    for place, one in enumerate(chosen):
        if one.not_complete is None:
            chosen[place] = replace(one, not_complete=_unlike(one.item, forms[one.item.id], first))
    return Review(
        tuple(chosen),
        missing=len(set(ids)) - len(chosen),
        form=first if act == "complete" else None,
        choices=choices_for(session, [first] if first and act == "complete" else [], today=today),
        receivers=_receivers(session, chosen, exclusions, today) if act == "reassign" else (),
    )


def _found(session: Session, actor: Actor, ids: Sequence[UUID]) -> list[tuple[WorkItem, str, str | None]]:
    rows = (
        select(WorkItem, Unit.name, Person.name)
        .join(WorkItem.dossier)
        .join(Dossier.nominee)
        .join(Dossier.award_kind)
        .join(Unit, Unit.id == Dossier.unit_id)
        .outerjoin(Person, Person.id == WorkItem.assignee_id)
        .where(WorkItem.id.in_(ids), visible_to(actor))
        .options(contains_eager(WorkItem.dossier).contains_eager(Dossier.nominee))
        .options(contains_eager(WorkItem.dossier).contains_eager(Dossier.award_kind))
        .order_by(WorkItem.due_on, WorkItem.id)
    )
    return [(item, unit, holder) for item, unit, holder in session.execute(rows)]


def _form(session: Session, item: WorkItem) -> Form | None:
    """The form to be answered for several at once; None for one that keeps numbers and names, is long, or is a vote."""
    form = processes.definition_of(session, item.dossier).forms.get(item.form or "")
    if form is None or item.panel or len(form.fields) > _LONG or any(field.stores for field in form.fields):
        return None
    return None if _opens_vote(session, item) else form


def _opens_vote(session: Session, item: WorkItem) -> bool:
    """Whether the task leads straight to a panel: such a vote is opened at a sitting."""
    graph = processes.definition_of(session, item.dossier).graph
    following = (graph.nodes[flow.target] for flow in graph.flows.values() if flow.source == item.element)
    return any(node.panel is not None for node in following)


def _unlike(item: WorkItem, form: Form | None, first: Form | None) -> Reason | None:
    if form is None:
        return Reason("one_by_one", _ONE_BY_ONE, {"title": item.title})
    if first is not None and (form.name, form.version) != (first.name, first.version):
        return Reason("unlike", _UNLIKE, {"title": item.title})
    return None


def _chosen(actor: Actor, item: WorkItem, unit: str, holder: str | None, exclusions: Collection[Exclusion]) -> Chosen:
    names = {item.assignee_id: holder} if item.assignee_id and holder else {}
    reason = permissions.why_not(actor, item, exclusions, names=names)
    taken = _YOURS if item.assignee_id == actor.id else None
    free = None if item.assignee_id == actor.id and not item.panel else _NOT_YOURS
    return Chosen(
        item,
        unit,
        holder,
        not_complete=reason,
        not_claim=reason or taken,
        not_release=reason or free,
        not_reassign=permissions.why_not_reassign(actor, item, exclusions),
    )


def _of(exclusions: Collection[Exclusion], item: WorkItem) -> list[Exclusion]:
    return [one for one in exclusions if one.dossier_id == item.dossier_id]


def _receivers(
    session: Session, chosen: Sequence[Chosen], exclusions: Collection[Exclusion], today: date
) -> tuple[Actor, ...]:
    given = [one.item for one in chosen if one.not_reassign is None]
    pairs = {(item.role, item.scope_id) for item in given if item.role and item.scope_id}
    people = permissions.holders_of(session, pairs, today=today) if given else []
    return tuple(
        person for person in people if all(unfit(person, item, _of(exclusions, item)) is None for item in given)
    )

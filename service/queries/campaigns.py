"""Campaigns and award rounds, and how many dossiers name each."""

from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.actors import Actor
from service.errors import NotFound
from service.models import AwardRound, Campaign, Dossier
from service.queries.administering import require_administrator
from service.queries.changes import Change, changes_of

Row = TypeVar("Row", Campaign, AwardRound)


@dataclass(frozen=True, slots=True)
class Named(Generic[Row]):
    """A campaign or round; `state` is past, now or coming, `dossiers` counts those that name it."""

    row: Row
    state: str
    dossiers: int
    changes: tuple[Change, ...] = ()


def campaigns(session: Session, actor: Actor, *, today: date) -> tuple[Named[Campaign], ...]:
    """Every campaign, the latest first. Raises NotAllowed."""
    require_administrator(actor)
    count = select(func.count()).where(Dossier.campaign_id == Campaign.id).correlate(Campaign).scalar_subquery()
    found = session.execute(select(Campaign, count).order_by(Campaign.valid_from.desc(), Campaign.code))
    return tuple(Named(row, _state(row.valid_from, row.valid_to, today), dossiers) for row, dossiers in found)


def rounds(session: Session, actor: Actor, *, today: date) -> tuple[Named[AwardRound], ...]:
    """Every award round, the latest first. Raises NotAllowed."""
    require_administrator(actor)
    count = select(func.count()).where(Dossier.round_id == AwardRound.id).correlate(AwardRound).scalar_subquery()
    found = session.execute(select(AwardRound, count).order_by(AwardRound.intake_from.desc(), AwardRound.code))
    return tuple(Named(row, _state(row.intake_from, row.intake_to, today), dossiers) for row, dossiers in found)


def campaign_named(session: Session, actor: Actor, code: str, *, today: date) -> Named[Campaign]:
    """One campaign with what was changed on it. Raises NotAllowed or NotFound."""
    return _one(session, campaigns(session, actor, today=today), code)


def round_named(session: Session, actor: Actor, code: str, *, today: date) -> Named[AwardRound]:
    """One award round with what was changed on it. Raises NotAllowed or NotFound."""
    return _one(session, rounds(session, actor, today=today), code)


def _one(session: Session, among: tuple[Named[Row], ...], code: str) -> Named[Row]:
    found = next((one for one in among if one.row.code == code), None)
    if found is None:
        raise NotFound(code)
    return Named(found.row, found.state, found.dossiers, changes_of(session, found.row.id))


def _state(first: date, last: date | None, today: date) -> str:
    if first > today:
        return "coming"
    return "now" if last is None or last >= today else "past"

"""What every page of an administrator asks first, and the choices that their forms offer."""

from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from service.actors import Actor
from service.errors import NotAllowed
from service.models import Cluster, Person, Unit
from service.models.columns import Dated
from service.permissions import why_not_administer
from workflows.forms import Option

Options = tuple[Option, ...]


def require_administrator(actor: Actor) -> None:
    """Raises NotAllowed for anybody but a system administrator."""
    if reason := why_not_administer(actor):
        raise NotAllowed(reason)


def holds_on(dated: type[Dated], day: date) -> ColumnElement[bool]:
    """The row holds on the day: it has begun, is not over, and nobody ended it."""
    return (dated.valid_from <= day) & lasts(dated, day)


def lasts(dated: type[Dated], day: date) -> ColumnElement[bool]:
    """The row holds on the day or later."""
    return dated.ended_at.is_(None) & (dated.valid_to.is_(None) | (dated.valid_to >= day))


def clusters_offered(session: Session) -> Options:
    """Every cluster, by code."""
    found = session.execute(select(Cluster.code, Cluster.name).order_by(Cluster.code))
    return tuple(Option(code, f"{name} ({code})") for code, name in found)


def units_offered(session: Session, *, but: str = "") -> Options:
    """Every unit that is not closed, by name."""
    found = session.execute(
        select(Unit.code, Unit.name).where(Unit.valid_to.is_(None), Unit.code != but).order_by(Unit.name)
    )
    return tuple(Option(code, f"{name} ({code})") for code, name in found)


def people_offered(session: Session) -> Options:
    """Everybody who is still here, by given name."""
    found = session.execute(
        select(Person.id, Person.name, Person.position).where(Person.left_at.is_(None)).order_by(Person.name_order)
    )
    return tuple(Option(str(person), ", ".join(filter(None, (name, position)))) for person, name, position in found)

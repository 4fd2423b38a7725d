"""Enter the units of a spreadsheet."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from service.actors import Actor
from service.commands import catalogue_keeping as keeping
from service.commands.add_unit import add_unit
from service.commands.administering import require_administrator
from service.commands.importing import find_import, take_some
from service.imports import UNITS
from service.models import Sheet


def import_units(session: Session, actor: Actor, sheet_id: UUID, *, now: datetime) -> Sheet:
    """Enter the next good rows, each in its cluster when one is named.

    A row that has become wrong meanwhile is told in `results`. Raises NotAllowed, NotFound, or Conflict when all of it
    has been dealt with.
    """
    require_administrator(actor)
    keeping.take_turn(session)
    sheet = find_import(session, UNITS, sheet_id)
    return take_some(session, actor, sheet, lambda row: add_unit(session, actor, row, now=now).code, now=now)

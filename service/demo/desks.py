"""What the demo's people have arranged for their own desks: a leave that begins tomorrow, a filter kept for a group."""

from datetime import date, datetime, timedelta

from sqlalchemy import Engine

from service.commands.record_absence import record_absence
from service.commands.save_filter import save_filter
from service.db import transaction
from service.demo.acting import actor
from service.models import Role

_LEAVE = timedelta(days=4)


def settle(database: Engine, now: datetime, today: date) -> None:
    """One appraiser is on leave from tomorrow; the other shares a filter with all appraisers."""
    with transaction(database) as session:
        leaving = actor(session, "agency.appraiser2", now)
        tomorrow = today + timedelta(days=1)
        record_absence(session, leaving, leaving.id, tomorrow, tomorrow + _LEAVE, reason="Nghỉ phép năm", now=now)
    with transaction(database) as session:
        sharing = actor(session, "agency.appraiser", now)
        group = next((seat.role, seat.scope_id) for seat in sharing.seats if seat.role == Role.APPRAISER)
        asked = {"filter": "groups", "award": "BK_TINH_DX"}
        save_filter(session, sharing, "Khen đột xuất", asked, shared_with=group, now=now)

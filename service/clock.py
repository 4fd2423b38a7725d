"""The one place that asks what time it is."""

from datetime import UTC, date, datetime

from workflows.calendar import ZONE


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def local_date(moment: datetime) -> date:
    """The calendar day in Việt Nam at this moment."""
    return moment.astimezone(ZONE).date()

"""When digests go out, at half past seven on working days, and what is too old for one."""

from datetime import datetime, time, timedelta

from service.clock import local_date
from service.facts import calendar
from workflows.calendar import ZONE

DIGEST = time(7, 30)
"""When the digest of a working day goes out, in Việt Nam."""
FRESH = 5
"""For so many working days before a digest that is due, what could not be mailed waits for a mail server."""


def last_digest(now: datetime) -> datetime:
    """The moment of the latest digest that is due: half past seven of a working day."""
    here = now.astimezone(ZONE)
    day = local_date(now) if here.time() >= DIGEST else local_date(now) - timedelta(days=1)
    while not calendar().is_working(day):
        day -= timedelta(days=1)
    return datetime.combine(day, DIGEST, ZONE)


def stale_before(now: datetime) -> datetime:
    """Up to when news is too old to be mailed; what no digest was due for yet never is, however long the holidays."""
    due = last_digest(now)
    return datetime.combine(calendar().add_working_days(due.date(), -FRESH), DIGEST, ZONE)

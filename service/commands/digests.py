"""When digests go out: at half past seven on working days."""

from datetime import datetime, time, timedelta

from service.clock import local_date
from service.facts import calendar
from workflows.calendar import ZONE

DIGEST = time(7, 30)
"""When the digest of a working day goes out, in Việt Nam."""


def last_digest(now: datetime) -> datetime:
    """The moment of the latest digest that is due: half past seven of a working day."""
    here = now.astimezone(ZONE)
    day = local_date(now) if here.time() >= DIGEST else local_date(now) - timedelta(days=1)
    while not calendar().is_working(day):
        day -= timedelta(days=1)
    return datetime.combine(day, DIGEST, ZONE)

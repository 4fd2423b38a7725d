"""How long a visitor who guessed wrongly has to wait before the next try."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select, union_all
from sqlalchemy.orm import Session

from service.models import SignInAttempt

WINDOW = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class _Rule:
    """After `free` failures each further one doubles the wait, up to `longest`."""

    free: int
    longest: timedelta

    def until(self, failures: Sequence[datetime]) -> datetime | None:
        """When the next try is welcome; `failures` newest first."""
        over = len(failures) - self.free
        if over < 0:
            return None
        return failures[0] + min(self.longest, timedelta(seconds=2 ** min(over, 20)))


# One address guessing one account is slowed soonest. A whole office behind one address gets more tries. An account
# attacked from everywhere is slowed by a minute at most, and not at all where it signed in lately: its owner gets in.
_PAIR = _Rule(free=5, longest=WINDOW)
_ADDRESS = _Rule(free=30, longest=WINDOW)
_ACCOUNT = _Rule(free=50, longest=timedelta(minutes=1))


def seconds_to_wait(session: Session, username: str, address: str, *, now: datetime) -> int:
    """Whole seconds until this visitor may try this account again; 0: now."""
    tries = _recent(session, username, address, now - WINDOW)
    pair = [t for t in tries if (t.username, t.address) == (username, address)]
    untils = [
        _PAIR.until(_failures_in_a_row(pair)),
        _ADDRESS.until(_failures([t for t in tries if t.address == address])),
    ]
    if not any(t.succeeded for t in pair):
        untils.append(_ACCOUNT.until(_failures([t for t in tries if t.username == username])))
    latest = max((until for until in untils if until), default=now)
    return max(0, math.ceil((latest - now).total_seconds()))


def _recent(session: Session, username: str, address: str, since: datetime) -> Sequence[Row[Any]]:
    columns = (
        SignInAttempt.id,
        SignInAttempt.username,
        SignInAttempt.address,
        SignInAttempt.at,
        SignInAttempt.succeeded,
    )
    by_account = select(*columns).where(SignInAttempt.username == username, SignInAttempt.at > since)
    by_address = select(*columns).where(
        SignInAttempt.address == address, SignInAttempt.at > since, SignInAttempt.username != username
    )
    both = union_all(by_account, by_address).subquery()
    return session.execute(select(both).order_by(both.c.at.desc(), both.c.id.desc()).limit(500)).all()


def _failures(tries: Sequence[Row[Any]]) -> list[datetime]:
    return [t.at for t in tries if not t.succeeded]


def _failures_in_a_row(tries: Sequence[Row[Any]]) -> list[datetime]:
    latest_success = next((n for n, t in enumerate(tries) if t.succeeded), len(tries))
    return _failures(tries[:latest_success])

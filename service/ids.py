"""Identifiers: ordered by time in every table but the ballots'."""

import os
import time
from datetime import datetime
from uuid import UUID, uuid4

_VERSION_7 = 7 << 76
_VARIANT = 2 << 62
_RANDOM = ~((0xF << 76) | (3 << 62)) & ((1 << 80) - 1)


def new_id(at: datetime | None = None) -> UUID:
    """A UUID of version 7 (RFC 9562): milliseconds (of now, or of when the thing happened), then random bits."""
    random = int.from_bytes(os.urandom(10)) & _RANDOM
    milliseconds = time.time_ns() // 1_000_000 if at is None else int(at.timestamp() * 1000)
    return UUID(int=milliseconds << 80 | _VERSION_7 | _VARIANT | random)


def random_id() -> UUID:
    """A UUID of version 4: it says nothing of time or order, as a ballot needs."""
    return uuid4()

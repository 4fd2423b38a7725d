"""What somebody saw when they began to change a row: a digest the page sends back, so that no change is overwritten."""

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

from service.models import Base

_SHORT = 16


def sight_of(row: Base, columns: Iterable[str]) -> str:
    """The digest of a row's values in these columns."""
    seen = {name: _plain(getattr(row, name)) for name in columns}
    return sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()[:_SHORT]


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, (date, Decimal, UUID)) else value

"""The arithmetic of votes: how many members a share of a council is."""

from decimal import Decimal
from math import ceil


def needed(share: Decimal | None, members: int) -> int:
    """How many of the members make up the share; all of them where an award names none."""
    return members if share is None else ceil(members * share)

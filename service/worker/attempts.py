"""Doing things one after the other, so that what fails stops no other."""

import logging
from collections.abc import Callable, Iterable
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from service.db import transaction

_log = logging.getLogger(__name__)


def each(ids: Iterable[UUID], do: Callable[[UUID], object]) -> int:
    """For how many it was done; what fails is tried again the next time."""
    done = 0
    for one in ids:
        try:
            done += bool(do(one))
        except Exception:
            _log.warning("%s could not be dealt with; it is tried again", one, exc_info=True)
    return done


def in_one(database: Engine, do: Callable[[Session], int]) -> int:
    """How much was done in a transaction of its own; what fails is tried again the next time."""
    try:
        with transaction(database) as session:
            return do(session)
    except Exception:
        _log.warning("what is due could not be done; it is tried again", exc_info=True)
        return 0

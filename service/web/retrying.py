"""The application, which answers a request again when its transaction met another one."""

import random
import time
from collections.abc import Callable
from typing import Any

from flask import Flask, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError

from service import db

TRIES = 5
_LONGEST_PAUSE = 0.05
"""Seconds before the second try; each further one may wait as long again."""


class Site(Flask):
    """Flask, with the whole view tried anew after a deadlock: its one transaction was rolled back, nothing was said."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Nothing here is a coroutine; Flask would ask that of every hook at every request."""
        return func

    def dispatch_request(self) -> ResponseReturnValue:
        """Answer the request; a view that keeps colliding fails as it did the last time."""
        for again in range(1, TRIES):
            try:
                return super().dispatch_request()
            except DBAPIError as error:
                if not db.collided(error):
                    raise
                _rewind()
                time.sleep(random.uniform(0, _LONGEST_PAUSE * again))  # noqa: S311 - only parts the two
        return super().dispatch_request()


def _rewind() -> None:
    """Files that were read already are read from their beginning."""
    for file in request.files.values():
        file.seek(0)

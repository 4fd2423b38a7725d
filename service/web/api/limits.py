"""How many calls a token may make in a minute, and how often an address may guess; counted in this process' memory."""

import math
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from flask import Flask, current_app

from service.config import Settings

_KEY = "vinhdanh limits"
_GUESSES = 30
"""Unknown tokens of one address in a minute; a known token is never slowed down by them."""
_WINDOW = 60
"""Seconds."""


class TooMany(Exception):
    """Too many calls: `wait` seconds from now the next is welcome."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"too many calls: wait {wait} s")
        self.wait = wait


@dataclass
class PerMinute:
    """Counts by key, anew each minute; nothing of an earlier minute is kept."""

    most: int
    _window: int = -1
    _counts: Counter[str] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def count(self, key: str, now: datetime) -> None:
        """Count one more. Raises TooMany beyond `most`."""
        moment = now.timestamp()
        with self._lock:
            if self._window != moment // _WINDOW:
                self._window, self._counts = int(moment // _WINDOW), Counter()
            self._counts[key] += 1
            counted = self._counts[key]
        if counted > self.most:
            raise TooMany(math.ceil(_WINDOW - moment % _WINDOW))


def set_up(app: Flask, settings: Settings) -> None:
    """Begin to count."""
    app.extensions[_KEY] = (PerMinute(settings.calls_a_minute), PerMinute(_GUESSES))


def count_call(token: str, now: datetime) -> None:
    """Count a call of a token. Raises TooMany."""
    current_app.extensions[_KEY][0].count(token, now)


def count_guess(address: str, now: datetime) -> None:
    """Count an unknown token from an address. Raises TooMany."""
    current_app.extensions[_KEY][1].count(address, now)

"""The log: one line a request and what goes wrong, as JSON or readable; never an answer, a password or a query."""

import logging
import sys
from typing import TextIO

from service.config import Settings
from service.logs.about import did, forget, note
from service.logs.lines import JsonLines, ReadableLines

__all__ = ["did", "forget", "note", "set_up"]

_OURS = "vinhdanh"
_TALKING = ("service", "vinhdanh")
"""Our own loggers; of the libraries only warnings are worth an operator's reading."""


def set_up(settings: Settings, stream: TextIO | None = None) -> None:
    """Send every logger of this process, ours and the libraries', through one door to `stream` (standard error)."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines() if settings.log_json else ReadableLines())
    handler.addFilter(_without_arguments)
    handler.set_name(_OURS)
    root = logging.getLogger()
    for earlier in [one for one in root.handlers if one.get_name() == _OURS]:
        root.removeHandler(earlier)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    for name in _TALKING:
        logging.getLogger(name).setLevel(logging.INFO)


def _without_arguments(record: logging.LogRecord) -> bool:
    """The queue's library writes what a job was given into its messages; a job may hold a mail."""
    if record.name.startswith("procrastinate"):
        record.msg, record.args = f"queue: {record.__dict__.get('action', 'event')}", ()
    return True

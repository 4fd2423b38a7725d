"""The thread that does what is due outlives every failure."""

import threading
from typing import Any, cast

from sqlalchemy import Engine

from service.cli.worker import work_until


class Shift(threading.Event):
    """Lets the worker look three times, without waiting in between."""

    looks = 0

    def wait(self, timeout: float | None = None) -> bool:
        """Count the look that has just been had."""
        self.looks += 1
        if self.looks == 3:
            self.set()
        return True


def test_it_goes_on_after_a_failure_of_any_kind() -> None:
    shift, no_database = Shift(), cast("Engine", cast("Any", None))

    work_until(shift, no_database)

    assert shift.looks == 3

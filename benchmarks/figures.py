"""What was promised, what was measured, and whether the promise is kept."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One number; without a promise it is only told."""

    what: str
    measured: float
    promised: float | None
    seen: str = ""

    @property
    def kept(self) -> bool:
        """Whether the promise is kept."""
        return self.promised is None or self.measured <= self.promised


def show(figures: Sequence[Figure]) -> None:
    """Print a table."""
    print(f"\n{'':4}{'what':56}{'measured':>10}{'promised':>10}  seen")
    for figure in figures:
        mark = "" if figure.promised is None else "ok" if figure.kept else "NO"
        promised = "" if figure.promised is None else f"{figure.promised:.2f}"
        print(f"{mark:4}{figure.what:56}{figure.measured:10.2f}{promised:>10}  {figure.seen}")

"""Compiled statements, found again without hashing the whole of a statement each time it is run."""

from typing import Any

_MOST = 1000


class CompiledStatements(dict[Any, Any]):
    """What SQLAlchemy keeps compiled (its option `compiled_cache`), for one engine.

    A key holds the statement's whole structure, a tuple of hundreds of tuples, whose hash Python makes anew at each
    look: a twentieth of a call. A statement that is kept remembers its structure, so the very same one is known by
    its identity; any other is looked for as ever.
    """

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[tuple[Any, ...], tuple[Any, Any]] = {}

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        """The compiled statement, or `default`."""
        dialect, structure, *others = key
        place = (id(dialect), id(structure), *others)
        known = self._known.get(place)
        if known is not None and known[0] is key[1]:
            return known[1]
        found = super().get(key, default)
        if found is not default:
            if len(self._known) >= _MOST:  # most are of statements that were built for one call
                self._known.clear()
            self._known[place] = (structure, found)  # held, so that nothing else gets its identity
        return found

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        if len(self) >= _MOST:
            self.clear()
            self._known.clear()
        super().__setitem__(key, compiled)

"""The diagrams, their scenarios and the forms that come with the program."""

from collections.abc import Mapping
from pathlib import Path

_HERE = Path(__file__).parent


def diagrams() -> Mapping[str, bytes]:
    """The packaged diagrams by file name."""
    return _read("bpmn", "*.bpmn")


def scenarios() -> Mapping[str, bytes]:
    """What the packaged diagrams must do, by file name."""
    return _read("bpmn", "*.scenarios.yaml")


def forms() -> Mapping[str, bytes]:
    """The packaged forms by file name."""
    return _read("forms", "*.json")


def _read(folder: str, pattern: str) -> Mapping[str, bytes]:
    """An installed copy carries its data inside; a checkout has them beside the packages."""
    inside = _HERE / "_data" / folder
    where = inside if inside.is_dir() else _HERE.parent / folder
    return {path.name: path.read_bytes() for path in sorted(where.glob(pattern))}

"""workflows/ is pure: bytes and values in, values out."""

from pathlib import Path

import pytest

from sources import calls_in, modules, name_of, tree_of

ASKS_THE_WORLD = {
    "open", "input", "print", "eval", "exec", "compile", "__import__",
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.monotonic", "time.sleep",
    "uuid4", "uuid.uuid4", "random.random", "os.getenv",
}  # fmt: skip
READS_FILES = {"read_text", "read_bytes", "write_text", "write_bytes", "open"}
OUTSIDE = {
    "os",
    "sys",
    "io",
    "time",
    "random",
    "secrets",
    "socket",
    "subprocess",
    "pathlib",
    "tempfile",
    "sqlite3",
    "urllib",
    "http",
}
PURE = modules("workflows")


def test_the_engine_asks_no_clock_no_file_and_no_environment() -> None:
    found = [
        f"{name_of(path)}:{line} {call}" for path in PURE for line, call in calls_in(path) if _asks_the_world(call)
    ]

    assert found == []


def test_the_engine_imports_nothing_that_could() -> None:
    found = {name_of(path): names for path in PURE if (names := _imported_by(path) & OUTSIDE)}

    assert found == {}


@pytest.mark.parametrize("call", ["datetime.now", "date.today", "Path('a').read_text", "open", "os.getenv"])
def test_the_rule_knows_what_asks_the_world(call: str) -> None:
    assert _asks_the_world(call)


def _asks_the_world(call: str) -> bool:
    return call in ASKS_THE_WORLD or ("." in call and call.rsplit(".", 1)[1] in READS_FILES)


def _imported_by(path: Path) -> set[str]:
    names: set[str] = set()
    for node in tree_of(path).body:
        names |= {alias.name.split(".")[0] for alias in getattr(node, "names", ()) if type(node).__name__ == "Import"}
        names |= {str(getattr(node, "module", "")).split(".")[0]} if type(node).__name__ == "ImportFrom" else set()
    return names

"""workflows/ is pure: bytes and values in, values out."""

import ast

import pytest

from sources import calls_in, imports_in, modules, name_of, tree_of

ASKS_THE_WORLD = {
    "open", "input", "print", "eval", "exec", "compile", "__import__",
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today",
    "uuid1", "uuid4", "uuid6", "uuid7", "uuid.uuid1", "uuid.uuid4", "uuid.uuid6", "uuid.uuid7",
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
    "logging",
    "threading",
    "importlib",
}
PURE = modules("workflows")


def test_the_engine_asks_no_clock_no_file_and_no_environment() -> None:
    found = [
        f"{name_of(path)}:{line} {call}" for path in PURE for line, call in calls_in(path) if _asks_the_world(call)
    ]

    assert found == []


def test_the_engine_imports_nothing_that_could() -> None:
    found = {name_of(path): names for path in PURE if (names := _outside(tree_of(path)))}

    assert found == {}


@pytest.mark.parametrize(
    "call", ["datetime.now", "datetime.datetime.now", "date.today", "Path('a').read_text", "uuid.uuid1"]
)
def test_the_rule_knows_what_asks_the_world(call: str) -> None:
    assert _asks_the_world(call)


@pytest.mark.parametrize(
    "source",
    ["import os", "import os.path", "from time import time as t", "def f():\n    import os"],
)
def test_the_rule_sees_an_import_wherever_it_stands(source: str) -> None:
    assert _outside(ast.parse(source))


def _asks_the_world(call: str) -> bool:
    *_, owner, verb = ["", *call.split(".")]
    return call in ASKS_THE_WORLD or f"{owner}.{verb}" in ASKS_THE_WORLD or bool(owner and verb in READS_FILES)


def _outside(tree: ast.Module) -> set[str]:
    return {name.split(".")[0] for name in imports_in(tree)} & OUTSIDE

"""Small files and short functions: what must be read to change one thing fits on a screen."""

import ast
from pathlib import Path
from statistics import median

from sources import ROOT, functions_in, modules, name_of, tree_of

LONGEST_FILE = 300
LONGEST_FUNCTION = 25
MEDIAN_FILE = 80
KINDS = ("*.py", "*.html", "*.js", "*.css", "*.mjs")
ROOMS = ("workflows", "service", "tests", "benchmarks")
BUILT = {"node_modules", "build"}

FILES = sorted(
    path
    for room in ROOMS
    for kind in KINDS
    for path in (ROOT / room).rglob(kind)
    if not BUILT & set(path.relative_to(ROOT).parts) and "migrations/versions" not in path.as_posix()
)
OURS = [path for path in modules("workflows", "service") if "migrations/versions" not in path.as_posix()]


def test_no_file_is_longer_than_a_person_reads_at_once() -> None:
    too_long = {name_of(path): count for path in FILES if (count := _lines(path)) > LONGEST_FILE}

    assert too_long == {}


def test_the_usual_module_is_short() -> None:
    assert median(map(_lines, OURS)) < MEDIAN_FILE


def test_every_module_opens_with_a_sentence_saying_what_belongs_in_it() -> None:
    silent = [name_of(path) for path in OURS if not _first_sentence(path).endswith(".")]

    assert silent == []


def test_every_function_fits_on_a_screen() -> None:
    too_long = {
        f"{name_of(path)}:{function.lineno} {function.name}": lines
        for path in OURS
        for function in functions_in(path)
        if (lines := _body_lines(function)) > LONGEST_FUNCTION
    }

    assert too_long == {}


def _first_sentence(path: Path) -> str:
    return (ast.get_docstring(tree_of(path)) or "").split("\n\n")[0]


def _lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def _body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = function.body[1] if ast.get_docstring(function) and len(function.body) > 1 else function.body[0]
    return (function.end_lineno or first.lineno) - first.lineno + 1

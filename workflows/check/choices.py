"""Comparisons of an answer with something it can never be."""

from collections.abc import Iterator
from decimal import Decimal

from workflows import feel
from workflows.check.drawing import Drawing, Path
from workflows.check.finding import problem
from workflows.check.known_names import answers_at
from workflows.check.syntax import path_of, walk
from workflows.check.written import Place, Written
from workflows.errors import Problem, msg
from workflows.feel import parser, tree
from workflows.forms import Field

_TYPES: dict[str, type] = {"boolean": bool, "integer": Decimal, "number": Decimal, "string": str}


def problems(drawing: Drawing) -> Iterator[Problem]:
    """Yield comparisons with a value that the form does not offer, and conditions that are no yes or no."""
    for written in drawing.expressions:
        if isinstance(written.read, feel.FeelError):
            continue
        whole = parser.parse(written.source)
        if written.place is Place.CONDITION:
            yield from _condition(drawing, written, whole)
        for path, value in _compared(whole):
            field = _field(drawing, written.process, path)
            if field is not None and not _possible(field, value):
                yield _never(written, path, value, field)


def _condition(drawing: Drawing, written: Written, whole: tree.Node) -> Iterator[Problem]:
    path = path_of(whole)
    field = _field(drawing, written.process, path) if path else None
    if field is not None and field.type != "boolean":
        message = msg("{text} is neither true nor false: it is an answer.")
        remedy = msg('Compare it, as in {text} = "...".')
        yield problem("condition", written.part, message, remedy, text=written.source)


def _compared(whole: tree.Node) -> Iterator[tuple[Path, feel.Value]]:
    """Every (path, literal) that stand on two sides of = or !=, or of `in`."""
    for node in walk(whole):
        if isinstance(node, tree.Comparison) and node.sign in ("=", "!="):
            yield from _pairs(path_of(node.left), (node.right,))
            yield from _pairs(path_of(node.right), (node.left,))
        if isinstance(node, tree.Membership):
            tests = tuple(test.operand for test in node.tests if test.sign in ("", "="))
            yield from _pairs(path_of(node.value), tests)


def _pairs(path: Path, operands: tuple[tree.Node, ...]) -> Iterator[tuple[Path, feel.Value]]:
    for operand in operands if path else ():
        for one in operand.items if isinstance(operand, tree.ListLiteral) else (operand,):
            if isinstance(one, tree.Literal) and one.value is not None:
                yield path, one.value


def _field(drawing: Drawing, process: str, path: Path) -> Field | None:
    found = answers_at(drawing, process, path)
    if found is None or len(found[1]) != 1:
        return None
    return found[0].fields.get(found[1][0])


def _possible(field: Field, value: feel.Value) -> bool:
    wanted = _TYPES.get(field.type)
    if wanted is None or field.format == "date":
        return True
    if type(value) is not wanted:
        return False
    return not field.options or any(option.value == value for option in field.options)


def _never(written: Written, path: Path, value: feel.Value, field: Field) -> Problem:
    offered = ", ".join(str(option.value) for option in field.options) or field.type
    return problem(
        "impossible-value",
        written.part,
        msg("{path} can never be {value}: the form offers {offered}."),
        msg("Mend the spelling in {text}."),
        path=".".join(path),
        value=feel.plain(value),
        offered=offered,
        text=written.source,
    )

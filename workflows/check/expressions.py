"""Every expression compiles, and can give what its place needs."""

from collections.abc import Iterator

from workflows import feel
from workflows.check.drawing import Drawing
from workflows.check.finding import problem
from workflows.check.syntax import path_of, walk
from workflows.check.written import Place, Written
from workflows.errors import Problem, msg
from workflows.feel import parser, tree


def problems(drawing: Drawing) -> Iterator[Problem]:
    """Yield expressions that do not compile, and constants of the wrong kind."""
    for written in drawing.expressions:
        if isinstance(written.read, feel.FeelError):
            said = written.read.problem()
            yield problem("expression", written.part, said.message, **said.values)
        elif calls := sorted(_no_functions(written)):
            message = msg("{text} calls {called}, which is no function.")
            yield problem("no-function", written.part, message, text=written.source, called=", ".join(calls))
        elif written.place is Place.SCRIPT and not isinstance(written.constant, dict):
            message = msg("The script of {name} is not a FEEL context.")
            yield problem("script", written.part, message, msg("Write {{result: expression, ...}}."))
        elif written.is_constant and not _fits(written):
            message = msg("{text} can never be the {place} of {name}.")
            yield problem("constant", written.part, message, text=written.source, place=written.place.value)


def _no_functions(written: Written) -> Iterator[str]:
    """What is called although it is an answer or a fact: those hold no functions."""
    for node in walk(parser.parse(written.source)):
        path = path_of(node.function) if isinstance(node, tree.Call) else ()
        if path and any(read[0] == path[0] for read in written.paths):
            yield ".".join(path)


def _fits(written: Written) -> bool:
    """Whether the constant is of a kind its place can use; times are judged by the check of timers."""
    wanted = {Place.CONDITION: bool, Place.ROSTER: list}.get(written.place)
    return wanted is None or isinstance(written.constant, wanted)

"""Walking through XML of a stranger: no document types, no entities, not without end."""

from collections.abc import Callable, Mapping
from xml.parsers import expat

from service.sheets.column import DAMAGED, SheetProblem, SheetRefused
from workflows.errors import msg

MOST_ELEMENTS = 3_000_000
_HOSTILE = msg(
    "The workbook contains XML that Excel never writes (a document type). Copy the rows into the template; send that."
)
_ENDLESS = msg("The workbook is made of too many elements; copy the rows into a new one.")


def scan(
    part: bytes,
    *,
    begin: Callable[[str, Mapping[str, str]], object] | None = None,
    end: Callable[[str], object] | None = None,
    text: Callable[[str], object] | None = None,
    most: int | None = None,
) -> None:
    """Call back for every element and text, both without prefixes; an attribute without one goes before its like.

    Raises SheetRefused for hostile or broken XML, and for more than `most` elements.
    """
    parser = expat.ParserCreate("utf-8")  # whatever the part says of itself: who reads it later believes in no other
    parser.StartDoctypeDeclHandler = _refuse_type
    parser.StartElementHandler = _counted(begin, most or MOST_ELEMENTS)
    if end is not None:
        parser.EndElementHandler = lambda tag: end(_local(tag))
    if text is not None:
        parser.buffer_text = True
        parser.CharacterDataHandler = text
    try:
        parser.Parse(part, True)
    except expat.ExpatError:
        raise SheetRefused(DAMAGED) from None


def _counted(
    begin: Callable[[str, Mapping[str, str]], object] | None, most: int
) -> Callable[[str, dict[str, str]], None]:
    seen = 0

    def step(tag: str, values: dict[str, str]) -> None:
        nonlocal seen
        seen += 1
        if seen > most:
            raise SheetRefused(SheetProblem(None, "endless", _ENDLESS))
        if begin is not None:
            begin(_local(tag), {_local(name): value for name, value in values.items()} | values)

    return step


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _refuse_type(*_: object) -> None:
    raise SheetRefused(SheetProblem(None, "hostile", _HOSTILE))

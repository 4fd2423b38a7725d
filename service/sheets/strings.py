"""The texts a workbook keeps apart from its cells: how long each is, before any cell is given a copy of it."""

from array import array
from collections.abc import Mapping, Sequence

from service.sheets.column import DAMAGED, SheetProblem, SheetRefused
from service.sheets.xml import scan
from workflows.errors import msg

MOST_CHARACTERS = 32_767
"""Of one cell: Excel takes no more."""
_LONG_TEXT = msg(
    "A text of the workbook has more than {most} characters; Excel itself takes no more in one cell. Shorten it."
)


def sizes_of(part: bytes) -> Sequence[int]:
    """How many bytes each text takes, in their order. Raises SheetRefused for one that no cell can hold."""
    texts = _Texts()
    scan(part, begin=texts.begin, end=texts.end, text=texts.text)
    return texts.sizes


def require_short(characters: int) -> None:
    """A cell can hold so many characters. Raises SheetRefused."""
    if characters > MOST_CHARACTERS:
        raise SheetRefused(SheetProblem(None, "long_text", _LONG_TEXT, {"most": MOST_CHARACTERS}))


class _Texts:
    """Where the walk stands: in which text, and how long it is so far."""

    def __init__(self) -> None:
        self.sizes = array("L")
        self.inside = False
        self.characters = self.bytes = 0

    def begin(self, tag: str, _: Mapping[str, str]) -> None:
        if tag != "si":
            return
        if self.inside:
            raise SheetRefused(DAMAGED)
        self.inside, self.characters, self.bytes = True, 0, 0

    def end(self, tag: str) -> None:
        if tag == "si":
            require_short(self.characters)
            self.sizes.append(self.bytes)
            self.inside = False

    def text(self, text: str) -> None:
        if self.inside:
            self.characters += len(text)
            self.bytes += len(text.encode())

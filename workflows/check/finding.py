"""Parts of a diagram as the checks see them, and how a check says what is wrong with one."""

from dataclasses import dataclass

from workflows.definition.safe_xml import Element, kind
from workflows.errors import Problem


@dataclass(frozen=True, slots=True)
class Part:
    """An element and the file it stands in."""

    element: Element
    file: str

    @property
    def id(self) -> str | None:
        """The element's id, or that of the nearest element around it that has one."""
        here: Element | None = self.element
        while here is not None and not here.get("id"):
            here = here.getparent()
        return None if here is None else here.get("id")

    @property
    def line(self) -> int | None:
        """The line it begins in."""
        return self.element.sourceline if isinstance(self.element.sourceline, int) else None

    @property
    def kind(self) -> str:
        """The element's name without its namespace."""
        return kind(self.element)

    @property
    def name(self) -> str:
        """What a reader of the diagram calls it: its label, else its id."""
        return " ".join((self.element.get("name") or self.id or self.kind).split())


@dataclass(frozen=True, slots=True)
class Node(Part):
    """A flow node. `around` is the id of the process or sub-process it stands in, `process` that of its process."""

    process: str
    around: str

    @property
    def key(self) -> str:
        """The node's own id; nodes without one are not read."""
        return self.element.get("id", "")

    @property
    def attached_to(self) -> str | None:
        """The activity a boundary event sits on."""
        return self.element.get("attachedToRef") if self.kind == "boundaryEvent" else None

    @property
    def default(self) -> str | None:
        """The id of the default flow."""
        return self.element.get("default")


@dataclass(frozen=True, slots=True)
class Arrow(Part):
    """A sequence flow; `condition` is None where there is none, and as typed otherwise."""

    source: str
    target: str
    condition: str | None


def problem(rule: str, part: Part, message: str, remedy: str | None = None, **values: object) -> Problem:
    """Return what is wrong with a part, where it stands in its file."""
    return Problem(rule, message, part.id, remedy, {"name": part.name, **values}, part.file, part.line)

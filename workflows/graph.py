"""The plain graph of a diagram: what it says, without the library that executes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Panel:
    """A user task answered by several people: `roster` is FEEL naming a list of person ids.

    `rule` says when it is complete: "all", "quorum(n)", "first(n)" or "until closed".
    """

    roster: str
    rule: str = "all"


@dataclass(frozen=True, slots=True)
class Node:
    """One flow node, its words already read from whichever dialect the author typed.

    `due` and `remind` are FEEL texts (a number means working days; a date, date and time or duration mean themselves).
    `separate_from` names tasks whose doer must not do this one. `not_own_unit` bars the proposing unit's own people.
    `stops_clock` marks a task during which the dossier's clock stands still. `stage` is the label of the stage strip.
    `attached_to` is the activity of a boundary event.
    """

    id: str
    kind: str  # userTask, exclusiveGateway, startEvent, endEvent, boundaryEvent, ...
    name: str
    process: str
    lane: str | None = None
    role: str | None = None
    scope: str | None = None  # unit | cluster | province
    form: str | None = None
    due: str | None = None
    remind: str | None = None
    priority: str | None = None
    assignee: str | None = None
    separate_from: tuple[str, ...] = ()
    not_own_unit: bool = False
    stops_clock: bool = False
    stage: str | None = None
    panel: Panel | None = None
    attached_to: str | None = None
    parent: str | None = None  # the sub-process around it
    words: Mapping[str, str] = field(default_factory=dict)  # every own or known foreign word, as typed


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow; `condition` is FEEL without any leading "=" or "${...}"."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: str | None = None
    default: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane: who works in it."""

    id: str
    name: str
    role: str | None
    scope: str | None
    process: str


@dataclass(frozen=True)
class Graph:
    """All nodes, flows and lanes of a bundle, by id, in the order of the file."""

    nodes: Mapping[str, Node]
    flows: Mapping[str, Flow]
    lanes: Mapping[str, Lane]
    withdraw_until: str | None = None
    """Id of the task from which on the proposing unit may no longer withdraw (`vd:withdrawUntil` of the process)."""

    @cached_property
    def english(self) -> "Graph":
        """The same with the English names and stages, as far as the author wrote them."""
        return replace(self, nodes={node.id: _english(node) for node in self.nodes.values()})

    @cached_property
    def outgoing(self) -> Mapping[str, tuple[Flow, ...]]:
        """Flows by source, in the order of the file."""
        return {n: tuple(f for f in self.flows.values() if f.source == n) for n in self.nodes}

    @cached_property
    def incoming(self) -> Mapping[str, tuple[Flow, ...]]:
        """Flows by target, in the order of the file."""
        return {n: tuple(f for f in self.flows.values() if f.target == n) for n in self.nodes}

    @cached_property
    def tasks(self) -> tuple[Node, ...]:
        """The user tasks, in the order of the file."""
        return tuple(n for n in self.nodes.values() if n.kind in ("userTask", "manualTask"))


def _english(node: Node) -> Node:
    stage = node.stage and node.words.get("stageEn", node.stage)
    return replace(node, name=node.words.get("en", node.name), stage=stage)

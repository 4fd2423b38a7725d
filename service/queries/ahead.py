"""What lies ahead of a dossier on its diagram: the tasks that it may still come to."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache

from workflows.definition import Definition
from workflows.graph import Graph, Node

_CALL = "callActivity"


def tasks_ahead(
    definition: Definition, standing: Iterable[str], done: Mapping[str, datetime], asked_by: str | None = None
) -> frozenset[str]:
    """The user tasks, panels aside, that a dossier may still come to from where it stands.

    `done` says when each task was last completed. A task it has passed does not count, although the diagram leads back
    to it: only what was done after its last time here is to be done again. `asked_by` is the task that asked for the
    supplement it waits for.
    """
    here = [element for element in standing if element in definition.graph.nodes]
    since = min((done[element] for element in filter(None, (*here, asked_by)) if element in done), default=None)
    ahead = frozenset[str]().union(*(_reachable(definition, element) for element in here))
    again = {task for task, at in done.items() if since is not None and at >= since}
    return frozenset(task for task in ahead - set(here) if task not in done or task in again)


@lru_cache(2000)
def _reachable(definition: Definition, element: str) -> frozenset[str]:
    """Every user task behind an element, itself only when a way leads back to it."""
    graph = definition.graph
    reached: set[str] = set()
    waiting = list(_after(graph, graph.nodes[element]))
    while waiting:
        node = waiting.pop()
        if node.id not in reached:
            reached.add(node.id)
            waiting += _after(graph, node)
    return frozenset(node.id for node in graph.tasks if node.id in reached and node.panel is None)


def _after(graph: Graph, node: Node) -> Iterator[Node]:
    """Where a token may go from here: along flows, by events on the border, into and out of what is nested."""
    yield from (graph.nodes[flow.target] for flow in graph.outgoing.get(node.id, ()))
    yield from (other for other in graph.nodes.values() if other.attached_to == node.id)
    yield from (other for other in graph.nodes.values() if other.kind == "startEvent" and _inside(other, node))
    if node.parent is not None:
        yield from (other for other in graph.nodes.values() if other.attached_to == node.parent)
        if not graph.outgoing.get(node.id):
            yield from _after(graph, graph.nodes[node.parent])


def _inside(start: Node, node: Node) -> bool:
    """A called process is not told from other processes of the bundle: each may be what is called."""
    return start.parent == node.id or (node.kind == _CALL and start.process != node.process and start.parent is None)

"""How large a bundle may be, so that looking at it and running it always end soon."""

from collections import Counter
from collections.abc import Iterator, Mapping

from workflows.check.drawing import Drawing, process_of
from workflows.check.finding import Part, problem
from workflows.errors import Problem, msg

MOST_NODES = 300
MOST_FLOWS = 900
MOST_PROCESSES = 20
DEEPEST_NESTING = 5
LARGEST_BUNDLE = 20_000_000
MOST_FILES = 200
MOST_PARTS = 20_000


def file_problems(files: Mapping[str, bytes]) -> Iterator[Problem]:
    """Yield what is wrong with the files before any is opened."""
    if len(files) > MOST_FILES:
        values = {"count": len(files), "limit": MOST_FILES}
        yield Problem("too-many-files", msg("There are {count} files; {limit} are allowed."), values=values)
    if sum(map(len, files.values())) > LARGEST_BUNDLE:
        yield Problem("bundle-size", msg("The files are larger than {limit} bytes."), values={"limit": LARGEST_BUNDLE})
    if not any(name.endswith(".bpmn") for name in files):
        yield Problem("no-diagram", msg("There is no diagram."), remedy=msg("Add a file that ends in .bpmn."))


def problems(drawing: Drawing) -> Iterator[Problem]:
    """Yield what is too large, too deeply nested or too many; nothing else is looked at then."""
    if len(drawing.parts) > MOST_PARTS:
        message = msg("The diagrams have {count} parts; {limit} are allowed.")
        yield problem("too-large", drawing.parts[0], message, count=len(drawing.parts), limit=MOST_PARTS)
        return
    processes = [part for part in drawing.parts if part.kind == "process"]
    if len(processes) > MOST_PROCESSES:
        message = msg("There are {count} processes; {limit} are allowed.")
        yield problem("too-many-processes", processes[0], message, count=len(processes), limit=MOST_PROCESSES)
        return
    nodes = Counter(node.process for node in drawing.all_nodes)
    flows = Counter(process_of(part.element) for part in drawing.parts if part.kind == "sequenceFlow")
    for process in processes:
        if nodes[process.id or ""] > MOST_NODES or flows[process.id or ""] > MOST_FLOWS:
            yield _too_large(process, nodes[process.id or ""])
    for part in drawing.parts:
        if part.kind == "subProcess" and _depth(part) > DEEPEST_NESTING:
            message = msg("The sub-process {name} is nested more than {limit} deep.")
            yield problem("too-deep", part, message, msg("Call a process of its own."), limit=DEEPEST_NESTING)


def _too_large(process: Part, count: int) -> Problem:
    message = msg("The process {name} has {count} elements; {limit} are allowed, and three times as many flows.")
    remedy = msg("Move a part into a process of its own and call it.")
    return problem("too-large", process, message, remedy, count=count, limit=MOST_NODES)


def _depth(part: Part) -> int:
    return 1 + sum(1 for _ in part.element.iterancestors(part.element.tag))

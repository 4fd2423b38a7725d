"""Every name an expression reads is a fact, or an answer that its task's form really has."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from workflows.check import vocabulary
from workflows.check.drawing import Drawing, Path
from workflows.check.finding import Node, problem
from workflows.check.written import Written
from workflows.errors import Problem, msg
from workflows.forms import Field

_ALWAYS = frozenset({"now", "calendar"})


@dataclass(frozen=True)
class Answers:
    """What the result of an element holds: form fields by name, or None for values whose type is not known."""

    element: Node
    fields: Mapping[str, Field | None]


def problems(drawing: Drawing) -> Iterator[Problem]:
    """Yield names nobody gives a value."""
    for written in drawing.expressions:
        for path in sorted(written.paths):
            yield from _path(drawing, written, path)


def answers_at(drawing: Drawing, process: str, path: Path) -> tuple[Answers, Path] | None:
    """Return what the element at the beginning of a path answers, and the rest of the path; None if it is no such."""
    node = drawing.nodes.get(path[0])
    if node is None or node.process != process:
        return None
    called = drawing.called_by(node) if node.kind == "callActivity" else None
    if called is None:
        return Answers(node, _fields(drawing, node)), path[1:]
    return answers_at(drawing, called, path[1:]) if path[1:] else (Answers(node, {}), ())


def _fields(drawing: Drawing, node: Node) -> Mapping[str, Field | None]:
    if node.kind == "scriptTask":
        return dict.fromkeys(drawing.script_results.get(node.key, ()))
    if node.kind not in vocabulary.PEOPLE:
        return {}
    task = drawing.graph.nodes[node.key]
    if task.panel is not None:
        return dict.fromkeys(vocabulary.TALLY)
    form = drawing.forms.get(task.form or "")
    return dict(form.by_name) if form is not None else {}


def _path(drawing: Drawing, written: Written, path: Path) -> Iterator[Problem]:
    found = answers_at(drawing, written.process, path)
    if found is None:
        if not _is_fact(drawing, path):
            yield _unknown(written, ".".join(path), _names(drawing, written.process))
        return
    answers, rest = found
    if rest and rest[0] not in answers.fields:
        message = msg("{text} reads {path}, but {task} has no answer {field}.")
        yield problem(
            "unknown-name",
            written.part,
            message,
            _offer(rest[0], answers.fields),
            text=written.source,
            path=".".join(path),
            task=answers.element.key,
            field=rest[0],
            near=_near(rest[0], answers.fields),
        )


def _is_fact(drawing: Drawing, path: Path) -> bool:
    """Facts go as deep as the service says; below that the expression may look into a value."""
    if path[0] in _ALWAYS or (drawing.facts is None and path[0] not in drawing.nodes):
        return True
    return any(path[: len(fact)] == fact or fact[: len(path)] == path for fact in drawing.facts or ())


def _names(drawing: Drawing, process: str) -> frozenset[str]:
    tasks = {node.key for node in drawing.nodes.values() if node.process == process}
    return frozenset(tasks | {".".join(fact) for fact in drawing.facts or ()})


def _unknown(written: Written, path: str, known: Collection[str]) -> Problem:
    message = msg("{text} reads {path}, which is neither a fact nor an answer of this process.")
    return problem(
        "unknown-name",
        written.part,
        message,
        _offer(path, known),
        text=written.source,
        path=path,
        near=_near(path, known),
    )


def _near(name: str, known: Collection[str]) -> str:
    return ", ".join(get_close_matches(name, sorted(known), n=3, cutoff=0.5))


def _offer(name: str, known: Collection[str]) -> str:
    return msg("Did you mean {near}?") if _near(name, known) else msg("Mend the name, or ask for it in a form.")

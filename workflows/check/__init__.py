"""Whether a bundle may be published: everything that is wrong with it, with the element, the rule and a remedy."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from workflows import definition
from workflows.check import (
    choices,
    cycles,
    elements,
    events,
    expressions,
    gateways,
    known_names,
    limits,
    names,
    people,
    reach,
    task_forms,
    timers,
    words,
)
from workflows.check.drawing import Drawing, Path
from workflows.definition import refusals, safe_xml
from workflows.definition.safe_xml import Element
from workflows.errors import DiagramError, Problem

_FAMILIES = (
    elements,
    words,
    names,
    gateways,
    reach,
    cycles,
    events,
    expressions,
    timers,
    task_forms,
    people,
    known_names,
    choices,
)


def check_bundle(
    files: Mapping[str, bytes], facts: Iterable[Path] | None = None, roles: Collection[str] | None = None
) -> tuple[Problem, ...]:
    """Return what is wrong with the diagrams and forms, in the order of the files; nothing when they may be published.

    `facts` are the paths the service provides, as ("award", "threshold"), and `roles` the roles it knows; without them
    every name that is no element counts as a fact, and every role as known. Raises nothing, whatever the bytes.
    """
    roots, unread = _read(files)
    forms, unusable = task_forms.read(files)
    first = (*limits.file_problems(files), *unread, *unusable)
    if first or not roots:
        return first
    drawing = Drawing(roots, forms, None if facts is None else frozenset(facts), roles)
    if too_large := tuple(limits.problems(drawing)):
        return too_large
    found = [problem for family in _FAMILIES for problem in family.problems(drawing)]
    told = {problem.element for problem in found}
    found += (problem for problem in _not_compiled(drawing, files, bool(found)) if problem.element not in told)
    return tuple(sorted(found, key=lambda problem: (problem.file or "", problem.line or 0)))


def _read(files: Mapping[str, bytes]) -> tuple[Mapping[str, Element], tuple[Problem, ...]]:
    roots: dict[str, Element] = {}
    unread: list[Problem] = []
    for file in sorted(files):
        if file.endswith(".bpmn"):
            try:
                roots[file] = safe_xml.read(files[file], file)
            except DiagramError as error:
                unread += error.problems
    return roots, tuple(unread)


def _not_compiled(drawing: Drawing, files: Mapping[str, bytes], only_refusals: bool) -> Iterator[Problem]:
    """What compiling would refuse, put where it stands in its file."""
    lines = {part.element.get("id"): (part.file, part.line) for part in drawing.parts}
    refused = refusals.problems_in(tuple(drawing.roots.values())) if only_refusals else _compiled(files)
    for problem in refused:
        file, line = lines.get(problem.element, (problem.file, problem.line))
        yield replace(problem, file=file, line=line)


def _compiled(files: Mapping[str, bytes]) -> tuple[Problem, ...]:
    try:
        definition.compile_bundle(files)
    except DiagramError as error:
        return error.problems
    return ()

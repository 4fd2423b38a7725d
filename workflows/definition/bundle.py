"""Compiling a bundle: files by name in, a Definition or everything that is wrong out."""

import hashlib
from collections.abc import Iterable, Mapping

from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException

from workflows import forms
from workflows.definition import drawn, refusals, safe_xml, words
from workflows.definition.compiled import Definition
from workflows.definition.expressions import readings_of
from workflows.definition.parser import Parser
from workflows.definition.safe_xml import BPMN, Element
from workflows.errors import DiagramError, FormError, Problem, msg


def bundle_name(files: Mapping[str, bytes]) -> str:
    """The name of a bundle: SHA-256 over the sorted lines `name sha256`."""
    lines = sorted(f"{name} {hashlib.sha256(data).hexdigest()}\n" for name, data in files.items())
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def forms_named_by(diagram: bytes) -> tuple[str, ...]:
    """The names of the forms its tasks ask for, each once, in the order of the file; raises DiagramError."""
    processes = drawn.processes_of([safe_xml.read(diagram)])
    nodes = (node for process in processes for scope in drawn.scopes_of(process) for node in drawn.nodes_in(scope))
    named = (words.form_of(words.words_of(node)) for node in nodes)
    return tuple(dict.fromkeys(name for name in named if name))


def process_name(files: Mapping[str, bytes], key: str) -> str:
    """What people call the process: the name of its pool, else its own, else its key; raises DiagramError."""
    roots = [safe_xml.read(data, name) for name, data in sorted(files.items()) if name.endswith(".bpmn")]
    return _called(roots, key, "name") or key


def compile_bundle(files: Mapping[str, bytes], key: str | None = None) -> Definition:
    """Compile `.bpmn` and form `.json` files by name; without `key` the first process of the first diagram starts.

    Raises DiagramError with every problem found.
    """
    roots = {name: safe_xml.read(files[name], name) for name in sorted(files) if name.endswith(".bpmn")}
    diagrams = list(roots.values())
    if problems := refusals.problems_in(diagrams):
        raise DiagramError(*problems)
    processes = [str(process.get("id")) for process in drawn.processes_of(diagrams)]
    key = key or processes[0]
    if key not in processes:
        raise DiagramError(Problem("no-process", msg("The bundle has no process {key}."), values={"key": key}))
    return _compiled(files, roots, key)


def _compiled(files: Mapping[str, bytes], roots: Mapping[str, Element], key: str) -> Definition:
    graph = drawn.graph_of(roots.values(), key)
    readings = readings_of(roots.values(), graph)
    if readings.problems:
        raise DiagramError(*readings.problems)
    parser = _parsed(roots)
    try:
        spec, parts = parser.specs(key)
    except Exception as error:  # the library raises whatever it stumbles over
        raise _said_by_the_library(error) from error
    title = _called(roots.values(), key, "name") or key
    return Definition(
        key=key,
        name=bundle_name(files),
        title=title,
        english_title=_called(roots.values(), key, f"{{{words.OWN}}}en") or title,
        graph=graph,
        forms=_forms(files),
        spec=spec,
        parts=parts,
        reads=readings.fields,
        fact_paths=readings.facts,
    )


def _called(roots: Iterable[Element], key: str, attribute: str) -> str:
    pools = [pool for root in roots for pool in root.iter(f"{BPMN}participant") if pool.get("processRef") == key]
    own = [process for process in drawn.processes_of(roots) if process.get("id") == key]
    return next((name for one in (*pools, *own) if (name := (one.get(attribute) or "").strip())), "")


def _parsed(roots: Mapping[str, Element]) -> Parser:
    parser = Parser()
    try:
        for name, root in roots.items():
            parser.add_bpmn_xml(root, name)
    except Exception as error:  # as above
        raise _said_by_the_library(error) from error
    return parser


def _said_by_the_library(error: Exception) -> DiagramError:
    element = error.id if isinstance(error, ValidationException) else None
    values = {"reason": str(error) or type(error).__name__}
    return DiagramError(Problem("diagram", msg("The diagram cannot be compiled: {reason}."), element, values=values))


def _forms(files: Mapping[str, bytes]) -> dict[str, forms.Form]:
    found = {}
    for name, data in sorted(files.items()):
        if name.endswith(".json"):
            try:
                form = forms.load(name.removesuffix(".json"), data)
            except FormError as error:
                raise DiagramError(*error.problems) from None
            found[form.name] = form
    return found

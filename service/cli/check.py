"""vinhdanh check: diagrams, forms and scenarios, before anybody publishes them."""

from argparse import Namespace
from collections.abc import Iterable, Mapping
from pathlib import Path

from service import library
from service.actors import ACTING
from service.cli.words import complain, say
from service.facts import KNOWN, calendar
from workflows import forms, scenarios
from workflows.check import check_bundle
from workflows.definition import compile_bundle, forms_named_by
from workflows.errors import DiagramError, FormError, Problem, ScenarioError


def run(asked: Namespace) -> int:
    """Check each file and say what is wrong with it, where, and what to do; exit code 1 when anything is."""
    wrong = 0
    for name in asked.files:
        problems = tuple(_check(Path(name)))
        for problem in problems:
            complain(_line(name, problem))
        wrong += bool(problems)
        if not problems:
            say(f"{name}: sound")
    return 1 if wrong else 0


def _check(path: Path) -> Iterable[Problem]:
    try:
        data = path.read_bytes()
    except OSError as error:
        return [Problem("file", "The file cannot be read: {error}.", values={"error": error.strerror or "?"})]
    if path.suffix == ".bpmn":
        return _check_diagram(path, data)
    if path.suffix == ".json":
        return _check_form(path, data)
    if path.name.endswith(".scenarios.yaml"):
        return _check_scenarios(path, data)
    return [Problem("file", "Only .bpmn, .json and .scenarios.yaml files can be checked.")]


def _check_diagram(path: Path, data: bytes) -> Iterable[Problem]:
    try:
        bundle = _bundle(path, data)
    except DiagramError as error:
        return error.problems
    return check_bundle(bundle, KNOWN, ACTING)


def _check_form(path: Path, data: bytes) -> Iterable[Problem]:
    try:
        forms.load(path.stem, data)
    except FormError as error:
        return error.problems
    return ()


def _check_scenarios(path: Path, data: bytes) -> Iterable[Problem]:
    diagram = path.with_name(path.name.removesuffix(".scenarios.yaml") + ".bpmn")
    if not diagram.exists():
        return [Problem("file", "There is no diagram {name} beside the scenarios.", values={"name": diagram.name})]
    try:
        definition = compile_bundle(_bundle(diagram, diagram.read_bytes()))
        told = scenarios.load(data)
    except (DiagramError, FormError, ScenarioError) as error:
        return error.problems
    facts = {"calendar": calendar()}
    return [problem for told_one in told.scenarios for problem in scenarios.play(definition, told_one, facts=facts)]


def _bundle(path: Path, data: bytes) -> Mapping[str, bytes]:
    """The diagram with the forms it names: those beside it, in ../forms, or packaged ones."""
    packaged = library.forms()
    found = {path.name: data}
    for form in forms_named_by(data):
        name = f"{form}.json"
        places = [path.parent / name, path.parent / "forms" / name, path.parent.parent / "forms" / name]
        beside = next((place for place in places if place.is_file()), None)
        content = beside.read_bytes() if beside else packaged.get(name)
        if content is not None:
            found[name] = content
    return found


def _line(name: str, problem: Problem) -> str:
    where = f"{problem.file or name}:{problem.line}" if problem.line else (problem.file or name)
    element = f" {problem.element}:" if problem.element else ""
    remedy = f"\n    {problem.remedy_text}" if problem.remedy else ""
    return f"{where}:{element} {problem.text}{remedy}"

"""What the product ships in bpmn/ and forms/ is sound, complete and well drawn."""

from collections import Counter
from pathlib import Path

import pytest

import picture
from service import facts
from service.models import Role
from workflows import forms, scenarios
from workflows.check import check_bundle
from workflows.definition import Definition, compile_bundle, forms_named_by

ROOT = Path(__file__).parents[1]
DIAGRAMS = sorted((ROOT / "bpmn").glob("*.bpmn"), key=lambda path: path.name)
FORMS = sorted((ROOT / "forms").glob("*.json"), key=lambda path: path.name)
ENDS = {
    "issued",
    "unit_rejected",
    "not_nominated",
    "rejected_at_appraisal",
    "rejected_by_vote",
    "refused",
    "closed_incomplete",
}

each_diagram = pytest.mark.parametrize("diagram", DIAGRAMS, ids=lambda path: path.stem)


def bundle_of(diagram: Path) -> dict[str, bytes]:
    data = diagram.read_bytes()
    named = {f"{form}.json": (ROOT / "forms" / f"{form}.json").read_bytes() for form in forms_named_by(data)}
    return {diagram.name: data, **named}


def compiled(diagram: Path) -> Definition:
    return compile_bundle(bundle_of(diagram))


def scenarios_of(diagram: Path) -> scenarios.Scenarios:
    return scenarios.load(diagram.with_suffix(".scenarios.yaml").read_bytes())


@each_diagram
def test_a_diagram_passes_every_check(diagram):
    problems = check_bundle(bundle_of(diagram), facts=facts.KNOWN, roles={role.value for role in Role})

    assert [(p.element, p.text) for p in problems] == []


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_a_form_loads_and_speaks_both_languages(form):
    loaded = forms.load(form.stem, form.read_bytes())

    options = [option for field in loaded.fields for option in field.options]
    assert loaded.title
    assert loaded.submit
    assert {"title", "submit"} <= loaded.en.keys()
    assert [f.name for f in loaded.fields if not f.title or "title" not in f.en] == []
    assert [o.value for o in options if not o.title or "title" not in o.en] == []
    assert [o.value for o in options if bool(o.help) != ("help" in o.en)] == []


def test_every_form_is_asked_by_a_diagram():
    asked = {form for diagram in DIAGRAMS for form in forms_named_by(diagram.read_bytes())}

    assert {form.stem for form in FORMS} == asked


@each_diagram
def test_every_scenario_goes_as_written(diagram):
    definition = compiled(diagram)

    differences = [
        (problem.element, problem.text)
        for scenario in scenarios_of(diagram).scenarios
        for problem in scenarios.play(definition, scenario, facts={"calendar": facts.calendar()})
    ]

    assert differences == []


@each_diagram
def test_every_end_is_reached_by_a_scenario(diagram):
    definition = compiled(diagram)
    drawn = {node.id for node in definition.graph.nodes.values() if node.kind == "endEvent"}

    reached = scenarios.ends_reached(definition, scenarios_of(diagram).scenarios)

    assert drawn - reached == set()


def test_the_award_process_has_its_ends_and_no_others():
    award = compiled(ROOT / "bpmn" / "award.bpmn")

    assert {node.id for node in award.graph.nodes.values() if node.kind == "endEvent"} == ENDS


def test_the_simplified_procedure_asks_no_cluster_and_no_council():
    graph = compiled(ROOT / "bpmn" / "exceptional_award.bpmn").graph

    assert {task.role for task in graph.tasks} & {
        Role.CLUSTER_HEAD,
        Role.COUNCIL_SECRETARY,
        Role.COUNCIL_MEMBER,
    } == set()
    assert {node.id for node in graph.nodes.values() if node.kind == "endEvent"} == ENDS - {
        "not_nominated",
        "rejected_by_vote",
    }


@each_diagram
def test_every_outcome_a_form_offers_decides_something(diagram):
    drawn = compiled(diagram)

    undecided = {
        task.id: sorted(unmatched)
        for task in drawn.graph.tasks
        for outcome in [drawn.forms[task.form].by_name.get("outcome")]
        if outcome and len(unmatched := _unmatched(drawn, task.id, [o.value for o in outcome.options])) > 1
    }

    assert undecided == {}


def _unmatched(definition: Definition, task: str, values: list[str | int]) -> set[str | int]:
    """The outcomes no condition names; one may go by the default flow."""
    conditions = {flow.condition for flow in definition.graph.flows.values()}
    return {value for value in values if f'{task}.outcome = "{value}"' not in conditions}


@each_diagram
def test_everything_is_drawn_once(diagram):
    data = diagram.read_bytes()
    shown = picture.read(data)
    graph = compiled(diagram).graph

    in_lanes = Counter(node for nodes in shown.lanes.values() for node in nodes)
    assert set(shown.lines) == set(graph.flows)
    assert in_lanes == dict.fromkeys(graph.nodes, 1)
    assert set(graph.nodes) <= set(shown.shapes)


@each_diagram
@pytest.mark.parametrize(
    "ugliness",
    [
        picture.crossings,
        picture.intrusions,
        picture.slants,
        picture.loose_ends,
        picture.strays,
        picture.overlaps,
        picture.covered_labels,
        picture.labels_on_borders,
        picture.spilling_headers,
    ],
    ids=lambda function: function.__name__,
)
def test_a_diagram_is_drawn_without(diagram, ugliness):
    assert ugliness(picture.read(diagram.read_bytes())) == []

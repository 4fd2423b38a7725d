"""What authors say in English: read from diagrams and forms, shown to who reads it, and complete in those that ship."""

import json

import pytest
from lxml import etree

from sound_bundle import bundle, found
from sources import ROOT
from workflows.definition import compile_bundle

BPMN, EN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}", "{urn:vinhdanh:bpmn:1}en"
DIAGRAMS, FORMS = sorted((ROOT / "bpmn").glob("*.bpmn")), sorted((ROOT / "forms").glob("*.json"))


@pytest.mark.parametrize("path", DIAGRAMS, ids=lambda path: path.stem)
def test_everything_drawn_in_a_shipped_diagram_has_an_english_name(path):
    drawn = [element for element in etree.parse(path).iter(f"{BPMN}*") if element.get("name")]

    assert drawn
    assert [element.get("name") for element in drawn if not element.get(EN)] == []


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_every_text_of_a_shipped_form_has_its_english(path):
    form = json.loads(path.read_text())
    told = [form["x-ui"], *form["x-ui"].get("groups", {}).values()]
    for one in form["properties"].values():
        told += [one["x-ui"], *one["x-ui"].get("options", {}).values()]

    missing = [one for one in told for name in ("help", "submit") if name in one and name not in one.get("en", {})]
    missing += [one for one in told if "title" not in one.get("en", {})]

    assert missing == []


def test_a_definition_is_told_in_english_and_runs_as_before():
    definition = compile_bundle({path.name: path.read_bytes() for path in [ROOT / "bpmn/award.bpmn", *FORMS]})

    told = definition.english

    task, form = told.graph.nodes["intake"], told.forms["intake"]
    assert (task.name, task.stage, form.title) == ("Intake", "Intake", "Intake")
    assert [option.title for option in form.by_name["outcome"].options] == ["Accept", "Return for supplement"]
    assert (told.name, told.spec) == (definition.name, definition.spec)
    assert definition.graph.nodes["intake"].name == "Tiếp nhận hồ sơ"


def test_what_has_no_english_keeps_its_name():
    definition = compile_bundle(bundle(), "main")

    names = {node.id: node.name for node in definition.graph.nodes.values()}
    assert {node.id: node.name for node in definition.english.graph.nodes.values()} == names


def test_an_english_name_is_taken_where_there_is_a_name_and_refused_elsewhere():
    named = ('id="decision" name="Good?"', 'id="decision" name="Good?" vd:en="Fine?"')
    nameless = ('<bpmn:laneSet id="lanes"', '<bpmn:laneSet id="lanes" vd:en="Lanes"')

    assert (found(named), {rule for rule, _ in found(nameless)}) == (set(), {"word"})

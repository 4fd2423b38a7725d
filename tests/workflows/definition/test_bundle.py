"""Compiling a bundle."""

import hashlib

import pytest

from drawing import END, START, USER, XOR, Drawn, after, boundary, call, diagram, element, process, script
from walking import Walk, drawn
from workflows import engine
from workflows.definition import bundle_name, compile_bundle, forms_named_by
from workflows.errors import DiagramError

SIMPLE = process("simple", {"s": START, "a": element(USER, 'vd:form="proposal"'), "e": END}, ["s a", "a e"])
FORM = b'{"$id": "proposal", "title": "x", "type": "object", "properties": {"name": {"type": "string", "title": "x"}}}'


def test_a_bundle_is_named_by_the_hashes_of_its_files():
    files = {"b.json": b"{}", "a.bpmn": b"<x/>"}
    lines = "".join(f"{name} {hashlib.sha256(files[name]).hexdigest()}\n" for name in sorted(files))

    assert bundle_name(files) == hashlib.sha256(lines.encode()).hexdigest()


@pytest.mark.parametrize("changed", [{"a.bpmn": b"1"}, {"b.bpmn": b"2"}, {"a.bpmn": b"2", "c": b""}])
def test_any_change_of_a_file_changes_the_name(changed):
    assert bundle_name(changed) != bundle_name({"a.bpmn": b"2"})


def test_a_diagram_names_its_forms_once_in_order():
    nodes = {
        "s": START,
        "a": element(USER, 'vd:form="b_form"'),
        "b": element(USER, 'camunda:formKey="a_form"'),
        "c": element(USER, 'vd:form="b_form"'),
        "e": END,
    }

    assert forms_named_by(diagram(process("p", nodes, ["s a", "a b", "b c", "c e"]))) == ("b_form", "a_form")


def test_forms_are_part_of_the_definition():
    definition = compile_bundle({"simple.bpmn": diagram(SIMPLE), "proposal.json": FORM})

    assert [field.name for field in definition.forms["proposal"].fields] == ["name"]


def test_a_form_that_cannot_be_used_is_a_problem_of_the_bundle():
    with pytest.raises(DiagramError):
        compile_bundle({"simple.bpmn": diagram(SIMPLE), "proposal.json": b"["})


def test_the_first_process_starts_unless_another_is_named():
    other = process("other", {"os": START, "b": USER, "oe": END}, ["os b", "b oe"])
    files = {"1.bpmn": diagram(SIMPLE), "2.bpmn": diagram(other)}

    assert (compile_bundle(files).key, compile_bundle(files, "other").key) == ("simple", "other")
    with pytest.raises(DiagramError, match="no process nothing"):
        compile_bundle(files, "nothing")


def test_reads_are_the_fields_that_expressions_name():
    called = process("called", {"cs": START, "k": USER, "ce": END}, ["cs k", "k ce"])
    nodes = {
        "s": START,
        "a": element(USER, 'vd:due="award.days.a"'),
        "calc": script("{n: a.n, m: 1}"),
        "c": call("called"),
        "way": XOR,
        "late": boundary("a", after("award.wait")),
        "e": END,
    }
    flows = [
        "s a",
        "a calc",
        "calc c",
        "c way",
        "way a if calc.n = 1 and c.k.v = 2 and now() > c.k.w and calc = null",
        "way e else",
        "late e",
    ]
    definition = drawn(nodes, flows, called)

    assert definition.reads == {"a": {"n"}, "calc": {"n", "*"}, "k": {"v", "w"}}
    assert definition.fact_paths == {("award", "days", "a"), ("award", "wait")}


def test_a_whole_answer_is_not_read():
    nodes = {"s": START, "a": USER, "way": XOR, "b": USER, "e": END}

    with pytest.raises(DiagramError, match="all answers of a"):
        drawn(nodes, ["s a", "a way", "way b if a = null", "way e else", "b e"])


def test_the_withdrawal_limit_is_read_from_the_process_that_starts():
    data = diagram(process("p", {"s": START, "a": USER, "e": END}, ["s a", "a e"], attributes='vd:withdrawUntil="a"'))

    assert compile_bundle({"p.bpmn": data}).graph.withdraw_until == "a"


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_moving_shapes_changes_no_behaviour(order):
    shapes = "".join(
        f'<d:BPMNShape bpmnElement="{name}"><c:Bounds x="0" y="{y}" width="1" height="1"/></d:BPMNShape>'
        for name, y in zip("bc", order, strict=True)
    )
    plane = (
        '<d:BPMNDiagram xmlns:d="http://www.omg.org/spec/BPMN/20100524/DI" '
        f'xmlns:c="http://www.omg.org/spec/DD/20100524/DC"><d:BPMNPlane>{shapes}</d:BPMNPlane></d:BPMNDiagram>'
    )
    nodes = {"s": START, "a": USER, "x": XOR, "b": USER, "c": USER, "e": END}
    walk = Walk(drawn(nodes, ["s a", "a x", "x b if a.n > 1", "x c if a.n > 2", "x e else", "b e", "c e"], plane))

    assert [task.element for task in walk.do("a", n=5).opened] == ["b"]


def test_a_diagram_as_people_draw_it_compiles():
    """Pools, data objects and stores, notes, groups, an ioSpecification, and bpmn.io's isExecutable="false"."""
    inside = (
        '<ioSpecification><dataInput id="i1"/><inputSet><dataInputRefs>i1</dataInputRefs></inputSet><outputSet/>'
        "</ioSpecification><dataInputAssociation><sourceRef>dor</sourceRef><targetRef>i1</targetRef>"
        "</dataInputAssociation><dataOutputAssociation><targetRef>dsr</targetRef></dataOutputAssociation>"
    )
    beside = Drawn(
        '<dataObject id="do"/><dataObjectReference id="dor" dataObjectRef="do"/><textAnnotation id="ta"><text>x</text>'
        '</textAnnotation><dataStoreReference id="dsr" dataStoreRef="ds"/><group id="g"/>'
        '<association id="as" sourceRef="a" targetRef="ta"/><!-- a note --><?php echo 1 ?>'
    )
    pools = (
        '<collaboration id="co"><participant id="p1" processRef="p"/><participant id="p2" name="Bên ngoài"/>'
        '<messageFlow id="mf" sourceRef="a" targetRef="p2"/></collaboration><dataStore id="ds" name="Kho"/>'
    )
    nodes = {"s": START, "a": element(USER, "", inside), "beside": beside, "e": END}
    data = diagram(process("p", nodes, ["s a", "a e"], attributes='isExecutable="false"'), extra=pools)

    assert Walk(compile_bundle({"p.bpmn": data})).do("a", n=1).end == "e"


def test_the_graph_has_everything_in_the_order_of_the_file():
    graph = drawn({"s": START, "a": USER, "x": XOR, "e": END}, ["s a", "a x", "x e if a.n = 1", "x a else"]).graph

    assert list(graph.nodes) == ["s", "a", "x", "e"]
    assert [(flow.id, flow.condition, flow.default) for flow in graph.outgoing["x"]] == [
        ("small_3", "a.n = 1", False),
        ("small_4", None, True),
    ]


@pytest.mark.parametrize("text", ["a.n > 3", "=a.n > 3", "${a.n > 3}", " = a.n > 3 ", "#{a.n > 3}"])
def test_a_condition_may_wear_the_marks_of_other_tools(text):
    walk = Walk(
        drawn(
            {"s": START, "a": USER, "x": XOR, "b": USER, "e": END}, ["s a", "a x", f"x b if {text}", "x e else", "b e"]
        )
    )

    assert walk.do("a", n=4).opened[0].element == "b"


def test_the_largest_process_allowed_compiles_and_starts():
    nodes = {"s": START, **{f"t{n}": USER for n in range(298)}, "e": END}
    definition = drawn(nodes, [" ".join(pair) for pair in zip(nodes, list(nodes)[1:], strict=False)])

    assert engine.start(definition, {}, now=Walk(definition).now).opened[0].element == "t0"

"""What cannot be compiled is refused with the element, the rule and what to do instead."""

from itertools import pairwise

import pytest

from drawing import (
    AND,
    END,
    OR,
    START,
    USER,
    XOR,
    Drawn,
    after,
    boundary,
    call,
    catch,
    element,
    every,
    named,
    process,
    script,
    signal,
    subprocess,
    timer,
)
from walking import drawn
from workflows.errors import DiagramError

MULTIPLE = "<multiInstanceLoopCharacteristics {}>{}</multiInstanceLoopCharacteristics>"
LINE = ["s a", "a e"]
STOP = named("signal", "stop", "stop")


def problem(nodes, flows, *more, extra=""):
    with pytest.raises(DiagramError) as refused:
        drawn({"s": START, **nodes, "e": END}, flows, *more, extra=extra)
    first = refused.value.problems[0]
    assert first.text
    assert first.remedy_text
    return first.rule, first.element


@pytest.mark.parametrize(
    ("kind", "attributes", "inside"),
    [
        ("adHocSubProcess", "", '<userTask id="q"/>'),
        ("transaction", "", ""),
        ("complexGateway", "", ""),
        ("unknownThing", "", ""),
        (USER, "", "<standardLoopCharacteristics/>"),
        (USER, "", MULTIPLE.format('isSequential="true"', "")),
        (USER, "", MULTIPLE.format("", "<completionCondition>true</completionCondition>")),
        ("scriptTask", "", "<script>{a: 1}</script>" + MULTIPLE.format("", "")),
        ("callActivity", 'calledElement="small"', MULTIPLE.format("", "")),
        (USER, 'isForCompensation="true"', ""),
        (USER, 'startQuantity="2"', ""),
        (USER, 'completionQuantity="2"', ""),
        ("subProcess", 'triggeredByEvent="true"', ""),
    ],
)
def test_unsupported_elements_and_markers(kind, attributes, inside):
    assert problem({"a": element(kind, attributes, inside)}, LINE) == ("unsupported", "a")


@pytest.mark.parametrize("text", ["", "print(1)", "x = 1", "import os", '["a"]'])
def test_a_script_is_a_feel_context(text):
    assert problem({"a": script(text)}, LINE) == ("script", "a")


@pytest.mark.parametrize(
    ("event", "rule"),
    [
        (catch('<linkEventDefinition name="x"/>'), "event"),
        (catch("<compensateEventDefinition/>"), "event"),
        (catch("<cancelEventDefinition/>"), "event"),
        (catch(""), "event"),
        (catch("<errorEventDefinition/>"), "event"),
        (catch('<signalEventDefinition signalRef="gone"/>'), "event"),
        (catch("<messageEventDefinition/>"), "event"),
        (catch("<conditionalEventDefinition/>"), "event"),
        (catch(after("PT1H") + signal("stop")), "event"),
        (element("intermediateThrowEvent", "", "<linkEventDefinition/>"), "event"),
        (element("intermediateThrowEvent", "", after("PT1H")), "event"),
        (element("intermediateThrowEvent", "", '<escalationEventDefinition escalationRef="gone"/>'), "event"),
        (catch("<timerEventDefinition/>"), "timer"),
        (catch(timer("timeDuration", "")), "timer"),
        (catch(timer("timeDuration", "P1Y2D")), "timer"),
        (catch(timer("timeDuration", "P1W")), "timer"),
        (catch(timer("timeDuration", "PT")), "timer"),
        (
            catch("<timerEventDefinition><timeDate>1</timeDate><timeDuration>2</timeDuration></timerEventDefinition>"),
            "timer",
        ),
        (catch(every("R/PT1H")), "timer"),
    ],
)
def test_events_that_cannot_be(event, rule):
    assert problem({"a": event}, LINE, extra=STOP) == (rule, "a")


@pytest.mark.parametrize("definition", [after("PT1H"), signal("stop"), "<conditionalEventDefinition/>"])
def test_a_process_is_started_from_outside(definition):
    event = Drawn(f'<startEvent id="begin">{definition}</startEvent>')
    with pytest.raises(DiagramError) as refused:
        drawn({"begin": event, "e": END}, ["begin e"], extra=STOP)

    assert refused.value.problems[0].element == "begin"


def test_a_repeating_timer_stands_only_beside_an_activity_it_does_not_interrupt():
    assert problem({"a": USER, "t": boundary("a", every("R3/PT1H"))}, [*LINE, "t e"]) == ("timer", "t")


def test_a_boundary_event_needs_an_activity():
    assert problem({"a": USER, "x": XOR, "t": boundary("x", after("PT1H"))}, ["s a", "a x", "x e", "t e"]) == (
        "boundary",
        "t",
    )
    assert problem({"a": USER, "t": boundary("gone", after("PT1H"))}, [*LINE, "t e"]) == ("boundary", "t")


def test_an_error_always_interrupts():
    event = boundary("a", "<errorEventDefinition/>", interrupts=False)

    assert problem({"a": subprocess("a", {"as": START, "ae": END}, ["as ae"]), "t": event}, [*LINE, "t e"]) == (
        "boundary",
        "t",
    )


@pytest.mark.parametrize(
    "after_gateway",
    [USER, catch("<conditionalEventDefinition><condition>true</condition></conditionalEventDefinition>")],
)
def test_after_an_event_gateway_stand_events(after_gateway):
    nodes = {"g": "eventBasedGateway", "t": catch(after("PT1H")), "x": after_gateway}

    assert problem(nodes, ["s g", "g t", "g x", "t e", "x e"]) == ("event-gateway", "x")


def test_an_event_after_an_event_gateway_belongs_to_it_alone():
    nodes = {"f": AND, "g": "eventBasedGateway", "t": catch(after("PT1H")), "u": catch(after("PT2H"))}

    assert problem(nodes, ["s f", "f g", "f t", "g t", "g u", "t e", "u e"]) == ("event-gateway", "t")


@pytest.mark.parametrize(
    ("nodes", "flows", "found"),
    [
        ({"a": USER}, ["s a", "a e if a.n = 1"], ("condition", "small_2")),
        ({"a": USER, "f": AND}, ["s a", "a f", "f e if a.n = 1"], ("condition", "small_3")),
        ({"a": USER, "b": USER}, ["s a", "a b", "a e", "b e"], ("implicit-fork", "a")),
        ({"a": USER, "x": XOR}, ["s a", "a x", "x a if a.n = 1", "x e"], ("condition", "small_4")),
        ({"a": USER, "x": OR}, ["s a", "a x", "x a", "x e else"], ("condition", "small_3")),
        ({"a": USER, "x": XOR}, ["s a", "a x", "x a if a.n = 1", "x e if true else"], ("condition", "small_4")),
        ({"a": USER, "x": XOR}, ["s a", "a x", "x e if a.n = 1", "x e else"], ("double-flow", "x")),
        ({"a": USER}, ["s a", "a e", "a gone"], ("loose-flow", "small_3")),
        ({"a": USER}, ["s a", "a s"], ("loose-flow", "small_2")),
        ({"a": USER, "b": USER}, ["s a", "a e", "e b", "b e"], ("loose-flow", "e")),
        ({"a": USER}, ["s a"], ("dead-end", "a")),
        ({"a": USER, "s2": START}, ["s a", "a e", "s2 a"], ("start", "small")),
        ({"a": element(USER, 'default="small_1"')}, LINE, ("default", "a")),
    ],
)
def test_flows_that_cannot_be(nodes, flows, found):
    assert problem(nodes, flows) == found


def test_a_process_needs_a_start_and_an_end():
    assert problem({"p": subprocess("p", {"pa": USER, "pe": END}, ["pa pe"])}, ["s p", "p e"]) == ("start", "p")
    endless = subprocess("p", {"ps": START, "pm": XOR, "pa": USER}, ["ps pm", "pm pa", "pa pm"])
    assert problem({"p": endless}, ["s p", "p e"]) == ("end", "p")


@pytest.mark.parametrize("name", ["Start", "End", "Root", "x.EndJoin", "a.BoundaryEventSplit"])
def test_names_of_the_library_are_reserved(name):
    assert problem({name: USER}, [f"s {name}", f"{name} e"]) == ("reserved-id", name)


def test_an_id_is_used_once_in_a_bundle():
    assert problem({"a": USER}, LINE, process("two", {"s2": START, "a": USER, "e2": END}, ["s2 a", "a e2"])) == (
        "twice",
        "a",
    )


def test_calls_stay_in_the_bundle_and_end():
    circle = process("circle", {"cs": START, "c": call("circle"), "ce": END}, ["cs c", "c ce"])

    assert problem({"a": call("gone")}, LINE) == ("called", "a")
    assert problem({"a": call("circle")}, LINE, circle) == ("called", "a")


def test_calls_go_five_deep():
    def chain(depth):
        deep = [
            process(f"p{n}", {f"s{n}": START, f"c{n}": call(f"p{n + 1}"), f"e{n}": END}, [f"s{n} c{n}", f"c{n} e{n}"])
            for n in range(1, depth)
        ]
        return [*deep, process(f"p{depth}", {"sx": START, "ex": END}, ["sx ex"])]

    assert drawn({"s": START, "a": call("p1"), "e": END}, LINE, *chain(5))
    assert problem({"a": call("p1")}, LINE, *chain(6)) == ("called", "a")


def test_large_things_are_refused():
    many = {f"t{n}": USER for n in range(299)}
    names = ["s", *many, "e"]

    assert problem(many, [" ".join(pair) for pair in pairwise(names)]) == ("too-many", "small")
    more = [process(f"p{n}", {f"s{n}": START, f"e{n}": END}, [f"s{n} e{n}"]) for n in range(20)]
    with pytest.raises(DiagramError, match="more than 20"):
        drawn({"s": START, "e": END}, ["s e"], *more)


@pytest.mark.parametrize(
    ("nodes", "flows", "where"),
    [
        ({"a": USER, "x": XOR}, ["s a", "a x", "x a if a.n >", "x e else"], "small_3"),
        ({"a": script("{a: }")}, LINE, "a"),
        ({"a": catch(timer("timeDuration", "a b c"))}, LINE, "a"),
        (
            {"a": catch("<conditionalEventDefinition><condition>1 +</condition></conditionalEventDefinition>")},
            LINE,
            "a",
        ),
        ({"a": element(USER, 'vd:due="1 +"')}, LINE, "a"),
        ({"a": element(USER, 'vd:remind="1 +"')}, LINE, "a"),
        ({"a": element(USER, 'vd:roster="1 +"', MULTIPLE.format("", ""))}, LINE, "a"),
        ({"a": USER, "t": boundary("a", every("R3/1 +"), interrupts=False)}, [*LINE, "t e"], "t"),
        ({"a": USER, "x": XOR}, ["s a", "a x", "x a if __import__('os').system('id')", "x e else"], "small_3"),
    ],
)
def test_an_expression_that_is_none_names_its_element_and_place(nodes, flows, where):
    with pytest.raises(DiagramError) as refused:
        drawn({"s": START, **nodes, "e": END}, flows)

    [found] = refused.value.problems
    assert (found.rule, found.element) == ("expression", where)
    assert found.values["position"] >= 0


def test_everything_that_is_wrong_is_said_at_once():
    with pytest.raises(DiagramError) as refused:
        drawn({"s": START, "a": USER, "b": catch(""), "e": END}, ["s a", "a b", "a e", "b gone"])

    assert {found.rule for found in refused.value.problems} == {"implicit-fork", "loose-flow", "event"}

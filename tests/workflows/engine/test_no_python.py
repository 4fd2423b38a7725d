"""Nothing a diagram says is ever evaluated as Python."""

import builtins

import pytest
import SpiffWorkflow.bpmn.script_engine.python_environment as python_environment

from drawing import END, START, USER, XOR, boundary, catch, element, every, message, named, script, timer
from played_diagrams import PLAYED
from random_play import compiled, play
from walking import MONDAY, Walk, drawn
from workflows.engine.script import Script
from workflows.errors import CannotGoOn


@pytest.fixture
def no_python(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError(f"Python was evaluated: {args[:1]}")

    for key in PLAYED:
        compiled(key)
    for name in ("eval", "exec", "compile"):
        monkeypatch.setattr(builtins, name, refuse)
        monkeypatch.setattr(python_environment, name, refuse, raising=False)
    for method in ("evaluate", "execute"):
        monkeypatch.setattr(python_environment.TaskDataEnvironment, method, refuse)


@pytest.mark.parametrize("key", PLAYED)
def test_diagrams_are_played_without_python(key, no_python):
    assert sum(play(key, seed) for seed in range(5))


def test_every_place_of_an_expression_is_worked_without_python(no_python):
    panel = element("userTask", 'vd:roster="council.members"', "<multiInstanceLoopCharacteristics/>")
    condition = "<conditionalEventDefinition><condition>award.paid</condition></conditionalEventDefinition>"
    nodes = {
        "s": START,
        "calc": script("{n: award.n + 1}"),
        "way": XOR,
        "paid": catch(condition),
        "wait": catch(timer("timeDuration", "award.wait")),
        "ballot": panel,
        "hourly": boundary("ballot", every('"R/" + award.wait'), interrupts=False),
        "told": USER,
        "told_over": END,
        "e": END,
    }
    flows = [
        "s calc",
        "calc way",
        "way paid if calc.n = 2",
        "way e else",
        "paid wait",
        "wait ballot",
        "ballot e",
        "hourly told",
        "told told_over",
    ]
    facts = {"award": {"n": 1, "paid": True, "wait": "PT1H"}, "council": {"members": ["an"]}}
    walk = Walk(drawn(nodes, flows), facts)
    walk.wait(hours=1)
    walk.wait(hours=1)

    assert walk.open == ["ballot", "told"]


def test_a_message_correlation_is_not_evaluated():
    extra = named("message", "m", "M") + (
        '<collaboration id="co"><correlationKey name="k"><correlationPropertyRef>cp</correlationPropertyRef>'
        '</correlationKey></collaboration><correlationProperty id="cp" name="cp">'
        '<correlationPropertyRetrievalExpression messageRef="m"><formalExpression>__import__("os")</formalExpression>'
        "</correlationPropertyRetrievalExpression></correlationProperty>"
    )
    nodes = {"s": START, "t": element("intermediateThrowEvent", "", message("m")), "e": END}

    assert Walk(drawn(nodes, ["s t", "t e"], extra=extra)).last.sent == ("M",)


def test_what_the_library_asks_without_a_task_is_refused():
    asked = Script(compiled("rework"), {}, MONDAY)

    for ask in (asked.environment.evaluate, asked.environment.execute):
        with pytest.raises(CannotGoOn):
            ask("1 + 1", {})
    with pytest.raises(CannotGoOn):
        asked.environment.call_service({}, operation_name="x")

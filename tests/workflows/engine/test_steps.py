"""What one step does and says."""

import pytest

from drawing import AND, END, START, USER, XOR, call, element, process, script, subprocess
from walking import MONDAY, Walk, drawn
from workflows import engine
from workflows.errors import NotOpen
from workflows.outcome import Decision

TWO_TASKS = {"s": START, "a": USER, "b": USER, "e": END}
CHOICE = ["s a", "a way", "way b if a.n > 3", "way e else", "b e"]


def test_a_dossier_goes_from_task_to_task_to_its_end():
    walk = Walk(drawn(TWO_TASKS, ["s a", "a b", "b e"]))

    assert walk.open == ["a"]
    assert (walk.do("a").walked, walk.open, walk.last.end) == (("a", "small_2"), ["b"], None)
    assert (walk.do("b").walked, walk.open, walk.last.end) == (("b", "small_3", "e"), [], "e")


@pytest.mark.parametrize("task_id", ["f" * 32, "nonsense", ""])
def test_nothing_is_completed_that_is_not_open(task_id):
    walk = Walk(drawn(TWO_TASKS, ["s a", "a b", "b e"]))

    with pytest.raises(NotOpen):
        engine.complete(walk.definition, walk.state, task_id, {}, {}, now=MONDAY)


def test_a_task_is_completed_once():
    walk = Walk(drawn(TWO_TASKS, ["s a", "a b", "b e"]))
    [task] = walk.tasks
    walk.do("a")

    with pytest.raises(NotOpen):
        engine.complete(walk.definition, walk.state, task, {}, {}, now=MONDAY)


def test_a_task_keeps_its_id_while_others_move():
    walk = Walk(
        drawn(
            {"s": START, "f": AND, "a": USER, "b": USER, "c": USER, "e": END, "e2": END},
            ["s f", "f a", "f b", "b c", "a e", "c e2"],
        )
    )
    first = {task.element: task.id for task in walk.tasks.values()}
    walk.do("b")

    assert {task.element: task.id for task in engine.open_tasks(walk.definition, walk.state)}["a"] == first["a"]


def test_the_same_step_taken_twice_from_one_state_is_the_same_step():
    walk = Walk(drawn(TWO_TASKS, ["s a", "a b", "b e"]))
    [task] = walk.tasks
    first, second = (engine.complete(walk.definition, walk.state, task, {}, {}, now=MONDAY) for _ in range(2))

    assert (first.walked, first.closed) == (second.walked, second.closed)


@pytest.mark.parametrize(("answer", "flow", "opens"), [(4, "small_3", ["b"]), (3, "small_4", [])])
def test_a_gateway_says_which_way_it_went_and_what_it_read(answer, flow, opens):
    walk = Walk(drawn({**TWO_TASKS, "way": XOR}, CHOICE))
    walk.do("a", n=answer)

    assert walk.open == opens
    assert walk.last.decisions == (Decision("way", (flow,), {"a.n": answer}),)
    assert walk.last.walked[:4] == ("a", "small_2", "way", flow)


def test_a_condition_on_a_missing_value_is_a_problem_that_names_it():
    walk = Walk(drawn({**TWO_TASKS, "way": XOR}, CHOICE))
    before = walk.state
    walk.do("a")

    [problem] = walk.last.problems
    assert (walk.problem, problem.element, problem.values["flow"]) == ("undecided", "way", "small_3")
    assert "a.n" in problem.text
    assert (walk.state, walk.open, walk.last.walked) == (before, ["a"], ())
    assert walk.do("a", n=5).opened


def test_the_first_true_condition_wins_in_the_order_of_the_file():
    nodes = {"s": START, "a": USER, "way": XOR, "b": USER, "c": USER, "e": END}
    flows = ["s a", "a way", "way b if a.n > 1", "way c if a.n > 2", "way e else", "b e", "c e"]
    walk = Walk(drawn(nodes, flows))

    assert [task.element for task in walk.do("a", n=5).opened] == ["b"]


def test_without_a_default_flow_no_true_condition_is_a_problem():
    nodes = {**TWO_TASKS, "way": XOR}
    walk = Walk(drawn(nodes, ["s a", "a way", "way b if a.n > 3", "way e if a.n > 5", "b e"]))
    walk.do("a", n=1)

    assert walk.problem == "no-way"


def test_a_loop_without_a_wait_is_a_problem_and_harms_nothing():
    walk = Walk(
        drawn({"s": START, "a": USER, "m": XOR, "x": XOR, "e": END}, ["s a", "a m", "m x", "x m if true", "x e else"])
    )
    before = walk.state
    walk.do("a")

    assert (walk.problem, walk.state) == ("step-limit", before)


def test_a_join_that_waits_for_ever_is_a_problem():
    nodes = {"s": START, "a": USER, "way": XOR, "b": USER, "join": AND, "e": END}
    walk = Walk(drawn(nodes, ["s a", "a way", "way b if a.n > 3", "way join else", "b join", "join e"]))
    walk.do("a", n=1)

    assert walk.problem == "stuck"
    assert "join" in walk.last.problems[0].text


def test_cancelling_ends_the_path_and_closes_its_tasks():
    walk = Walk(
        drawn({"s": START, "f": AND, "a": USER, "b": USER, "e": END, "e2": END}, ["s f", "f a", "f b", "a e", "b e2"])
    )
    open_before = set(walk.tasks)
    outcome = walk.take(engine.cancel(walk.definition, walk.state, {}, now=MONDAY))

    assert outcome.end == "cancelled"
    assert {task.id for task in outcome.closed} == open_before
    for act in (lambda: engine.cancel(walk.definition, walk.state, {}, now=MONDAY), lambda: walk.hear("x")):
        with pytest.raises(Exception, match=r"ended|waits"):
            act()


def test_waking_a_path_that_has_ended_changes_nothing():
    walk = Walk(drawn({"s": START, "a": USER, "e": END}, ["s a", "a e"]))
    walk.do("a")
    ended = walk.state

    assert (walk.wait(days=1).state, walk.last.opened, walk.last.problems) == (ended, (), ())


def test_a_script_computes_what_later_conditions_read():
    nodes = {**TWO_TASKS, "calc": script("={total: a.n + award.bonus, big: a.n > 1}"), "way": XOR}
    walk = Walk(
        drawn(nodes, ["s a", "a calc", "calc way", "way b if calc.total = 42", "way e else", "b e"]),
        {"award": {"bonus": 40}, "secret": "SECRET"},
    )
    walk.do("a", n=2)

    assert walk.open == ["b"]
    assert walk.last.values == {"calc": {"total": 42, "big": True}}
    assert b"SECRET" not in walk.state
    assert b"big" not in walk.state


def test_a_called_process_keeps_its_answers_under_the_call():
    called = process("called", {"cs": START, "k": USER, "ce": END}, ["cs k", "k ce"])
    nodes = {"s": START, "one": call("called"), "two": call("called"), "way": XOR, "b": USER, "e": END}
    flows = ["s one", "one two", "two way", 'way b if one.k.v = "x" and two.k.v = "y"', "way e else", "b e"]
    walk = Walk(drawn(nodes, flows, called))
    walk.do("k", v="x")
    [second] = walk.tasks.values()
    walk.do("k", v="y")

    assert second.path == ("two",)
    assert walk.open == ["b"]


def test_the_path_of_a_task_names_what_is_around_it_outermost_first():
    called = process("called", {"cs": START, "k": USER, "ce": END}, ["cs k", "k ce"])
    nodes = {
        "s": START,
        "part": subprocess("part", {"ps": START, "c": call("called"), "pe": END}, ["ps c", "c pe"]),
        "e": END,
    }
    walk = Walk(drawn(nodes, ["s part", "part e"], called))

    assert walk.last.opened[0].path == ("part", "c")
    assert walk.do("k").walked == ("k", "called_2", "ce", "c", "part_2", "pe", "part", "small_2", "e")


@pytest.mark.parametrize("tag", ["task", "manualTask", "serviceTask", "businessRuleTask", "sendTask", "receiveTask"])
def test_every_kind_of_task_waits_for_the_host(tag):
    walk = Walk(drawn({"s": START, "a": element(tag, 'camunda:topic="pdf"'), "e": END}, ["s a", "a e"]))

    assert walk.definition.graph.nodes["a"].kind == tag
    assert walk.do("a").end == "e"


def test_the_time_of_a_step_must_know_its_zone():
    definition = drawn(TWO_TASKS, ["s a", "a b", "b e"])

    with pytest.raises(ValueError, match="zone"):
        engine.start(definition, {}, now=MONDAY.replace(tzinfo=None))

"""Signals, messages, errors and conditions: who hears them."""

import pytest

from drawing import (
    AND,
    END,
    START,
    USER,
    XOR,
    after,
    boundary,
    catch,
    element,
    message,
    named,
    signal,
    subprocess,
)
from walking import Walk, drawn
from workflows.errors import NobodyWaits

STOP = named("signal", "stop_signal", "stop")
PAID = named("message", "paid_message", "paid")
BAD = named("error", "bad", "BAD")


def part(name, *, ends_badly=""):
    end = element("endEvent", "", f'<errorEventDefinition errorRef="{ends_badly}"/>') if ends_badly else END
    return subprocess(
        name, {f"{name}_s": START, f"{name}_t": USER, f"{name}_e": end}, [f"{name}_s {name}_t", f"{name}_t {name}_e"]
    )


def test_an_interrupting_signal_closes_all_that_is_inside():
    nodes = {"s": START, "p": part("p"), "w": boundary("p", signal("stop_signal")), "gone": END, "e": END}
    walk = Walk(drawn(nodes, ["s p", "p e", "w gone"], extra=STOP))
    walk.hear("stop")

    assert (walk.open, walk.last.end, [task.element for task in walk.last.closed]) == ([], "gone", ["p_t"])


def test_a_signal_nobody_waits_for_is_told():
    walk = Walk(drawn({"s": START, "a": USER, "e": END}, ["s a", "a e"]))

    with pytest.raises(NobodyWaits):
        walk.hear("stop")


def test_a_timer_is_not_called_by_its_name():
    nodes = {"s": START, "stop": catch(after("PT1H")), "e": END}
    walk = Walk(drawn(nodes, ["s stop", "stop e"]))

    with pytest.raises(NobodyWaits):
        walk.hear("stop")


def test_a_message_goes_the_way_drawn_for_it():
    nodes = {
        "s": START,
        "g": "eventBasedGateway",
        "m": catch(message("paid_message")),
        "t": catch(after("PT1H")),
        "a": USER,
        "b": USER,
        "e": END,
    }
    walk = Walk(drawn(nodes, ["s g", "g m", "g t", "m a", "t b", "a e", "b e"], extra=PAID))
    walk.hear("paid")

    assert (walk.open, walk.last.wake_at) == (["a"], None)
    assert walk.last.walked == ("g", "small_2", "m", "small_4")


@pytest.mark.parametrize("tag", ["intermediateThrowEvent", "endEvent"])
@pytest.mark.parametrize(
    ("event", "extra", "name"), [(signal("stop_signal"), STOP, "stop"), (message("paid_message"), PAID, "paid")]
)
def test_what_is_thrown_and_not_caught_inside_is_sent(tag, event, extra, name):
    nodes = {"s": START, "t": element(tag, "", event), "e": END}
    walk = Walk(drawn(nodes, ["s t", *(["t e"] if tag != "endEvent" else [])], extra=extra))

    assert walk.last.sent == (name,)


def test_what_is_caught_inside_is_not_sent():
    nodes = {
        "s": START,
        "f": AND,
        "c": catch(signal("stop_signal")),
        "a": USER,
        "e": END,
        "e2": END,
        "t": element("intermediateThrowEvent", "", signal("stop_signal")),
    }
    walk = Walk(drawn(nodes, ["s f", "f c", "f a", "c e", "a t", "t e2"], extra=STOP))
    walk.do("a")

    assert (walk.last.sent, walk.open, walk.last.end is None) == ((), [], False)


def test_an_error_is_caught_by_the_activity_it_comes_from_and_not_by_its_neighbour():
    nodes = {
        "s": START,
        "f": AND,
        "p": part("p"),
        "q": part("q", ends_badly="bad"),
        "e": END,
        "e2": END,
        "mend": USER,
        "e3": END,
        "at_p": boundary("p", '<errorEventDefinition errorRef="bad"/>'),
        "mend_p": USER,
        "e4": END,
        "at_q": boundary("q", '<errorEventDefinition errorRef="bad"/>'),
    }
    flows = ["s f", "f p", "f q", "p e", "q e2", "at_q mend", "mend e3", "at_p mend_p", "mend_p e4"]
    walk = Walk(drawn(nodes, flows, extra=BAD))
    walk.do("q_t")

    assert walk.open == ["mend", "p_t"]


def test_an_error_climbs_until_it_is_caught():
    outer = subprocess("outer", {"os": START, "q": part("q", ends_badly="bad"), "oe": END}, ["os q", "q oe"])
    nodes = {
        "s": START,
        "outer": outer,
        "caught": boundary("outer", '<errorEventDefinition errorRef="bad"/>'),
        "e": END,
        "mend": USER,
        "e2": END,
    }
    walk = Walk(drawn(nodes, ["s outer", "outer e", "caught mend", "mend e2"], extra=BAD))
    walk.do("q_t")

    assert walk.open == ["mend"]


def test_an_error_that_is_caught_nowhere_is_a_problem():
    walk = Walk(drawn({"s": START, "q": part("q", ends_badly="bad"), "e": END}, ["s q", "q e"], extra=BAD))
    before = walk.state
    walk.do("q_t")

    assert (walk.problem, walk.state, walk.open) == ("uncaught-error", before, ["q_t"])
    assert walk.last.problems[0].element == "q_e"


def test_what_an_interrupted_sub_process_learned_is_kept():
    nodes = {
        "s": START,
        "q": part("q", ends_badly="bad"),
        "caught": boundary("q", '<errorEventDefinition errorRef="bad"/>'),
        "way": XOR,
        "mend": USER,
        "e": END,
    }
    flows = ["s q", "q e", "caught way", 'way mend if q_t.why = "photo"', "way e else", "mend e"]
    walk = Walk(drawn(nodes, flows, extra=BAD))
    walk.do("q_t", why="photo")

    assert walk.open == ["mend"]


def test_a_terminate_end_closes_everything():
    nodes = {
        "s": START,
        "f": AND,
        "a": USER,
        "b": USER,
        "stop": element("endEvent", "", "<terminateEventDefinition/>"),
        "e": END,
    }
    walk = Walk(drawn(nodes, ["s f", "f a", "f b", "a stop", "b e"]))
    walk.do("a")

    assert (walk.last.end, walk.open, walk.last.sent) == ("stop", [], ())


def test_a_conditional_event_looks_when_it_is_woken():
    paid = catch("<conditionalEventDefinition><condition>=award.paid</condition></conditionalEventDefinition>")
    walk = Walk(drawn({"s": START, "c": paid, "e": END}, ["s c", "c e"]), {"award": {"paid": False}})
    assert walk.wait(hours=1).end is None

    walk.facts = {"award": {"paid": True}}
    assert walk.wait().end == "e"


@pytest.mark.parametrize("event", [signal("stop_signal"), message("paid_message")])
def test_what_does_not_interrupt_may_come_again(event):
    nodes = {"s": START, "a": USER, "n": boundary("a", event, interrupts=False), "note": USER, "e": END, "e2": END}
    walk = Walk(drawn(nodes, ["s a", "a e", "n note", "note e2"], extra=STOP + PAID))
    for _ in range(3):
        walk.hear("stop" if "stop" in event else "paid")

    assert walk.open == ["a", "note", "note", "note"]
    walk.do("a")
    with pytest.raises(NobodyWaits):
        walk.hear("stop" if "stop" in event else "paid")

"""What of the answers is kept, and what expressions see of it."""

import orjson

from drawing import AND, END, START, USER, XOR, diagram, element, process, subprocess
from walking import Walk, drawn
from workflows.definition import compile_bundle

REVIEW = {"s": START, "m": XOR, "review": USER, "way": XOR, "b": USER, "e": END}
REVIEW_FLOWS = [
    "s m",
    "m review",
    "review way",
    'way m if review.outcome = "return"',
    'way b if review.outcome = "go"',
    "way e else",
    "b e",
]


def results(walk):
    return orjson.loads(walk.state)["results"]


def test_only_fields_that_expressions_read_are_kept():
    walk = Walk(drawn(REVIEW, REVIEW_FLOWS))
    walk.do("review", outcome="go", opinion="Rất xứng đáng", files=["a.pdf"])

    assert results(walk) == {"review": {"outcome": "go"}}


def test_a_later_answer_takes_the_place_of_the_earlier_one_whole():
    walk = Walk(drawn(REVIEW, REVIEW_FLOWS))
    walk.do("review", outcome="return")
    walk.do("review", opinion="no outcome this time")

    assert (results(walk), walk.last.end) == ({}, "e")


def test_nobody_has_answered_yet_reads_as_false():
    nodes = {"s": START, "way": XOR, "a": USER, "b": USER, "e": END}
    walk = Walk(drawn(nodes, ["s way", 'way b if a.outcome = "return"', "way a else", "a e", "b e"]))

    assert walk.open == ["a"]
    assert walk.last.decisions[0].reads == {"a.outcome": None}


def test_what_two_branches_answer_is_there_whoever_comes_last():
    nodes = {"s": START, "f": AND, "a": USER, "b": USER, "j": AND, "way": XOR, "ok": USER, "e": END}
    flows = ["s f", "f a", "f b", "a j", "b j", "j way", "way ok if a.docs = 3 and b.docs = 1", "way e else", "ok e"]
    definition = drawn(nodes, flows)
    for order in ("ab", "ba"):
        walk = Walk(definition)
        for task in order:
            walk.do(task, docs={"a": 3, "b": 1}[task])

        assert walk.open == ["ok"]


def test_answers_in_a_sub_process_are_seen_outside_by_the_same_name():
    inner = subprocess("part", {"ps": START, "k": USER, "pe": END}, ["ps k", "k pe"])
    nodes = {"s": START, "part": inner, "way": XOR, "ok": USER, "e": END}
    walk = Walk(drawn(nodes, ["s part", "part way", 'way ok if k.v = "x"', "way e else", "ok e"]))
    walk.do("k", v="x")

    assert walk.open == ["ok"]


def test_answers_may_be_called_anything():
    nodes = {"s": START, "a": USER, "way": XOR, "ok": USER, "e": END}
    walk = Walk(drawn(nodes, ["s a", "a way", "way ok if a.ngày = null", "way e else", "ok e"]))
    walk.do("a", typename="UUID", value="x", **{"ngày": None})

    assert walk.open == ["ok"]


def test_a_result_wins_over_a_fact_of_the_same_name():
    nodes = {"s": START, "a": USER, "way": XOR, "ok": USER, "e": END}
    walk = Walk(drawn(nodes, ["s a", "a way", "way ok if a.n = 1", "way e else", "ok e"]), {"a": {"n": 2}})
    walk.do("a", n=1)

    assert walk.open == ["ok"]


def test_facts_are_asked_only_for_what_is_read():
    class Asked(dict):
        names = ()

        def __getitem__(self, name):
            self.names += (name,)
            return {"threshold": 1}

        def __contains__(self, name):
            return True

    asked = Asked()
    nodes = {"s": START, "way": XOR, "ok": USER, "e": END}
    walk = Walk(drawn(nodes, ["s way", "way ok if award.threshold = 1", "way e else", "ok e"]), asked)

    assert walk.open == ["ok"]
    assert set(asked.names) == {"award"}


def test_a_date_that_a_form_asks_for_is_a_date_in_the_same_step_and_later():
    form = b"""{"$id": "letter", "title": "Letter", "type": "object", "properties":
        {"signed_on": {"type": "string", "format": "date", "title": "Signed on"}}}"""
    nodes = {
        "s": START,
        "a": element(USER, 'vd:form="letter"'),
        "x": XOR,
        "b": USER,
        "y": XOR,
        "ok": USER,
        "e": END,
    }
    condition = 'a.signed_on >= date("2026-01-01")'
    flows = ["s a", "a x", f"x b if {condition}", "x e else", "b y", f"y ok if {condition}", "y e else", "ok e"]
    bundle = {"letters.bpmn": diagram(process("letters", nodes, flows)), "letter.json": form}
    walk = Walk(compile_bundle(bundle))
    walk.do("a", signed_on="2026-01-05")
    walk.do("b")

    assert walk.open == ["ok"]
    assert walk.last.decisions[0].reads == {"a.signed_on": "2026-01-05"}
    assert results(walk) == {"a": {"signed_on": "2026-01-05"}}

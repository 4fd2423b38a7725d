"""The words authors write, in our dialect and in those of other modelers, as the graph has them."""

import pytest

from drawing import END, START, USER, Drawn, drawn_extension, element
from walking import drawn
from workflows.graph import Node, Panel

LANES = Drawn(
    '<laneSet id="lanes"><lane id="unit" name="Đơn vị" vd:role="unit_head" vd:scope="unit"><flowNodeRef>a</flowNodeRef>'
    '<childLaneSet id="inner"><lane id="clerk" vd:role="unit_clerk"><flowNodeRef>a</flowNodeRef></lane>'
    '<lane id="desk"><flowNodeRef>b</flowNodeRef></lane></childLaneSet><flowNodeRef>b</flowNodeRef></lane></laneSet>'
)


def task(attributes="", extensions="", kind=USER, inside="") -> Node:
    what = element(kind, attributes, drawn_extension(extensions) + inside)
    return drawn({"s": START, "a": what, "e": END}, ["s a", "a e"]).graph.nodes["a"]


def test_our_own_words_say_everything_about_a_task():
    said = task(
        'vd:role="appraiser" vd:scope="province" vd:form="appraisal" vd:due="award.days.appraisal" vd:remind="2" '
        'vd:separateFrom="proposal unit_approval" vd:notOwnUnit="true" vd:stopsClock="true" vd:stage="Thẩm định" '
        'vd:priority="1" vd:assignee="an"'
    )

    assert (said.role, said.scope, said.form, said.due, said.remind) == (
        "appraiser",
        "province",
        "appraisal",
        "award.days.appraisal",
        "2",
    )
    assert (said.separate_from, said.not_own_unit, said.stops_clock) == (("proposal", "unit_approval"), True, True)
    assert (said.stage, said.priority, said.assignee) == ("Thẩm định", "1", "an")


@pytest.mark.parametrize(
    ("attributes", "extensions"),
    [
        (
            'camunda:candidateGroups="council" camunda:formKey="vote" camunda:dueDate="${award.due}" '
            'camunda:assignee="an"',
            "",
        ),
        (
            'flowable:candidateGroups="council, staff" flowable:formKey="vote" flowable:dueDate="${award.due}" '
            'flowable:assignee="an"',
            "",
        ),
        (
            'camunda:candidateGroups="council" camunda:formRef="vote.json" camunda:dueDate="=award.due" '
            'camunda:assignee="an"',
            "",
        ),
        (
            "",
            '<zeebe:assignmentDefinition assignee="an" candidateGroups="=&quot;council&quot;"/>'
            '<zeebe:taskSchedule dueDate="=award.due"/><zeebe:formDefinition formId="vote"/>',
        ),
    ],
)
def test_the_words_of_other_modelers_mean_the_same(attributes, extensions):
    said = task(attributes, extensions)

    assert (said.role, said.form, said.due, said.assignee) == ("council", "vote", "award.due", "an")


def test_our_own_word_wins():
    assert task('camunda:candidateGroups="council" vd:role="chair" camunda:formKey="x" vd:form="vote"').role == "chair"


@pytest.mark.parametrize(("text", "due"), [("P3D", '@"P3D"'), ("2026-05-19", '@"2026-05-19"'), ("=3", "3"), ("5", "5")])
def test_a_due_date_is_always_feel(text, due):
    assert task(f'camunda:dueDate="{text}"').due == due


def test_words_keep_what_was_typed():
    said = task('camunda:topic="pdf" camunda:unknown="x"', "<vd:note>Hãy đọc</vd:note>", kind="serviceTask")

    assert said.words == {"topic": "pdf", "note": "Hãy đọc"}


def test_the_innermost_lane_wins_and_inherits_what_it_does_not_say():
    definition = drawn({"lanes": LANES, "s": START, "a": USER, "b": USER, "e": END}, ["s a", "a b", "b e"])
    nodes = definition.graph.nodes

    assert (nodes["a"].lane, nodes["a"].role, nodes["a"].scope) == ("clerk", "unit_clerk", "unit")
    assert (nodes["b"].lane, nodes["b"].role, nodes["b"].scope) == ("desk", "unit_head", "unit")
    assert definition.graph.lanes["unit"].name == "Đơn vị"


def test_a_task_in_a_sub_process_is_in_the_lane_of_the_sub_process():
    part = Drawn(
        '<subProcess id="p"><startEvent id="ps"/><userTask id="k"/><endEvent id="pe"/>'
        '<sequenceFlow id="p1" sourceRef="ps" targetRef="k"/><sequenceFlow id="p2" sourceRef="k" targetRef="pe"/>'
        "</subProcess>"
    )
    lanes = Drawn('<laneSet id="ls"><lane id="l" vd:role="clerk"><flowNodeRef>p</flowNodeRef></lane></laneSet>')
    node = drawn({"l": lanes, "s": START, "p": part, "e": END}, ["s p", "p e"]).graph.nodes["k"]

    assert (node.role, node.parent, node.process) == ("clerk", "p", "small")


MULTIPLE = "<multiInstanceLoopCharacteristics {}>{}</multiInstanceLoopCharacteristics>"


@pytest.mark.parametrize(
    ("attributes", "loop", "inside", "panel"),
    [
        ('vd:roster="council.members" vd:rule="quorum(5)"', "", "", Panel("council.members", "quorum(5)")),
        ("", 'vd:roster="council.members" vd:rule=" until  closed "', "", Panel("council.members", "until closed")),
        ("", 'camunda:collection="${council.members}"', "", Panel("council.members")),
        ("", 'flowable:collection="council.members"', "", Panel("council.members")),
        ("", "", "<loopDataInputRef>council.members</loopDataInputRef>", Panel("council.members")),
        (
            "",
            "",
            drawn_extension('<zeebe:loopCharacteristics inputCollection="=council.members"/>'),
            Panel("council.members"),
        ),
    ],
)
def test_a_multi_instance_task_is_a_panel(attributes, loop, inside, panel):
    assert task(attributes, inside=MULTIPLE.format(loop, inside)).panel == panel


def test_a_single_task_is_no_panel():
    assert task('vd:roster="council.members"').panel is None

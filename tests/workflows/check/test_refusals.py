import pytest

from sound_bundle import bundle, found, problems


def test_a_sound_bundle_passes():
    assert problems() == ()


def test_a_problem_says_where_it_stands_and_what_to_do():
    [problem] = problems(("P30D", "P9999Y"))

    assert (problem.file, problem.element) == ("main.bpmn", "late")
    assert 'id="late"' in bundle()["main.bpmn"].decode().splitlines()[problem.line - 1]
    assert problem.text == '@"P9999Y" is shorter than a minute or longer than five years.'


END = '<bpmn:endEvent id="done" />'
TASK = '<bpmn:userTask id="cluster_review" name="Review"'
LAST = '</bpmn:process>\n  <bpmn:process id="print"'


def beside(xml):
    """Draw one more thing in the main process."""
    return (END, END + xml)


def on_the_way(xml):
    """Put something between the reminder and its end."""
    return (
        'sourceRef="reminder" targetRef="reminded" />',
        f'sourceRef="reminder" targetRef="extra" />{xml}'
        '<bpmn:sequenceFlow id="f15" sourceRef="extra" targetRef="reminded" />',
    )


def throwing(what):
    return f'<bpmn:intermediateThrowEvent id="extra"><bpmn:{what}EventDefinition /></bpmn:intermediateThrowEvent>'


def flow(source, target, condition=""):
    return (
        f'<bpmn:sequenceFlow id="f16" sourceRef="{source}" targetRef="{target}">'
        f"<bpmn:conditionExpression>{condition}</bpmn:conditionExpression></bpmn:sequenceFlow>"
    )


HUMAN = '<bpmn:userTask id="{id}" vd:form="cluster_review" vd:role="clerk" vd:scope="unit" />'
HIDDEN = '<bpmn:process id="hidden"><bpmn:startEvent id="s" /></bpmn:process>'
SIGNAL = '<bpmn:signal id="stop_signal" name="stop" />'
SCRIPT = '<bpmn:scriptTask id="sums">'

ELEMENTS = [
    (on_the_way('<bpmn:task id="extra" />'), "element", "extra"),
    (on_the_way('<bpmn:serviceTask id="extra" camunda:class="x.Y" />'), "element", "extra"),
    (on_the_way('<bpmn:businessRuleTask id="extra" />'), "element", "extra"),
    (on_the_way('<bpmn:complexGateway id="extra" />'), "element", "extra"),
    (on_the_way('<bpmn:transaction id="extra" />'), "element", "extra"),
    (on_the_way('<bpmn:adHocSubProcess id="extra" />'), "element", "extra"),
    (on_the_way('<bpmn:choreographyTask id="extra" />'), "element", "extra"),
    (on_the_way(throwing("link")), "element", "extra"),
    (on_the_way(throwing("compensate")), "element", "extra"),
    (on_the_way(throwing("escalation")), "element", "extra"),
    (beside('<bpmn:subProcess id="extra" triggeredByEvent="true" />'), "event-subprocess", "extra"),
    ((TASK, TASK + ' isForCompensation="true"'), "compensation", "cluster_review"),
    ((TASK, TASK + ' completionQuantity="2"'), "token-quantity", "cluster_review"),
    (("<bpmn:multiInstanceLoopCharacteristics ", '<bpmn:multiInstanceLoopCharacteristics isSequential="true" '),
     "multi-instance", "ballot"),
    (('vd:rule="all" />', 'vd:rule="all"><bpmn:completionCondition>true</bpmn:completionCondition>'
      '</bpmn:multiInstanceLoopCharacteristics>'), "element", "ballot"),
    ((SCRIPT, SCRIPT + "<bpmn:standardLoopCharacteristics />"), "element", "sums"),
    (beside('<evil:script xmlns:evil="urn:evil" />'), "element", "main"),
    (('<bpmn:signalEventDefinition signalRef="stop_signal" />',
      '<bpmn:signalEventDefinition signalRef="stop_signal" /><bpmn:signalEventDefinition signalRef="stop_signal" />'),
     "several-events", "stopped"),
    ((END, "<bpmn:endEvent />"), "no-id", "main"),
    ((SCRIPT, f"{SCRIPT}{HUMAN.format(id='extra')}"), "misplaced", "extra"),
    (("</bpmn:definitions>", HUMAN.format(id="extra") + "</bpmn:definitions>"), "misplaced", "extra"),
    (("</bpmn:definitions>", f"<di:BPMNDiagram xmlns:di='urn:di'>{HIDDEN}</di:BPMNDiagram></bpmn:definitions>"),
     "misplaced", "hidden"),
    ((SCRIPT, f"{SCRIPT}<bpmn:extensionElements>{HIDDEN}</bpmn:extensionElements>"), "foreign-word", "hidden"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "rule", "element"), ELEMENTS)
def test_what_is_not_carried_out_is_refused(change, rule, element):
    assert (rule, element) in found(change)


WORDS = [
    (("vd:stage=", "vd:stag="), "word", "ballot"),
    (("vd:withdrawUntil=", "vd:role="), "word", "main"),
    ((TASK, TASK + ' camunda:class="x.Y"'), "foreign-word", "cluster_review"),
    ((TASK, TASK + ' camunda:taskListener="x"'), "foreign-word", "cluster_review"),
    ((TASK, TASK + ' xmlns:spiff="http://spiffworkflow.org/bpmn/schema/1.0/core" spiff:preScript="x"'),
     "foreign-word", "cluster_review"),
    (('<bpmn:scriptTask id="sums">', '<bpmn:scriptTask id="sums"><bpmn:extensionElements>'
      "<camunda:executionListener event=\"start\"><camunda:script>x</camunda:script></camunda:executionListener>"
      "</bpmn:extensionElements>"), "foreign-word", "sums"),
    (('<bpmn:scriptTask id="sums">', "<bpmn:scriptTask id=\"sums\"><bpmn:extensionElements>"
      "<s:preScript xmlns:s=\"http://spiffworkflow.org/bpmn/schema/1.0/core\">x</s:preScript></bpmn:extensionElements>"),
     "foreign-word", "sums"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "rule", "element"), WORDS)
def test_words_that_nobody_reads_are_refused(change, rule, element):
    assert (rule, element) in found(change)


def test_words_of_other_modelers_are_read():
    assert problems(('vd:role="member"', 'camunda:candidateGroups="member"')) == ()


STRUCTURE = [
    (beside('<bpmn:endEvent id="alone" />'), "unreachable", "alone"),
    (('sourceRef="printing" targetRef="done"', 'sourceRef="printing" targetRef="printing"'), "no-way-out", "printing"),
    ((' default="f4"', ""), "no-default", "decision"),
    ((' default="f4"', ' default="f1"'), "default", "decision"),
    (('>cluster_review.outcome = "recommend"<', "><"), "condition", "f3"),
    (('<bpmn:sequenceFlow id="f13" sourceRef="ready" targetRef="printing" />',
      flow("ready", "printing", "award.ready")), "condition", "f16"),
    (beside('<bpmn:sequenceFlow id="f16" sourceRef="sums" targetRef="rejected" />'), "implicit-fork", "sums"),
    (beside('<bpmn:sequenceFlow id="f16" sourceRef="late" targetRef="nowhere" />'), "loose-flow", "f16"),
    (beside(flow("decision", "rejected", "award.ready")), "double-flow", "decision"),
    (beside('<bpmn:startEvent id="again" /><bpmn:sequenceFlow id="f16" sourceRef="again" targetRef="rejected" />'),
     "start", "main"),
    (('id="begun">', 'id="begun"><bpmn:messageEventDefinition />'), "start", "begun"),
    (('calledElement="print"', 'calledElement="nothing"'), "called", "printing"),
    (('calledElement="print"', 'calledElement="main"'), "called", "printing"),
    (('id="f10"', 'id="f9"'), "duplicate-id", "f9"),
    (('"stopped"', '"stop-it"'), "id-name", "stop-it"),
    (('"stopped"', '"in"'), "id-name", "in"),
    (('"stopped"', '"council"'), "id-fact", "council"),
    (('"stopped"', '"now"'), "id-fact", "now"),
    ((SIGNAL, ""), "event", "stopped"),
    ((SIGNAL, SIGNAL + '<bpmn:signal id="other" name="stop" />'), "same-name", "stop_signal"),
    ((END, '<bpmn:endEvent id="done"><bpmn:errorEventDefinition /></bpmn:endEvent>'), "uncaught", "done"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "rule", "element"), STRUCTURE)
def test_a_structure_that_would_go_wrong_is_refused(change, rule, element):
    assert (rule, element) in found(change)


def loop(*waits):
    """Lead the way of the reminder back to a gateway before it, over the given elements."""
    drawn = "".join(waits)
    return (
        'sourceRef="reminder" targetRef="reminded" />',
        'sourceRef="reminder" targetRef="gate" /><bpmn:exclusiveGateway id="gate" />'
        '<bpmn:sequenceFlow id="l1" sourceRef="gate" targetRef="extra" />'
        f'{drawn}<bpmn:exclusiveGateway id="back" default="l4" />'
        '<bpmn:sequenceFlow id="l2" sourceRef="extra" targetRef="back" />'
        '<bpmn:sequenceFlow id="l3" sourceRef="back" targetRef="gate">'
        "<bpmn:conditionExpression>award.ready</bpmn:conditionExpression></bpmn:sequenceFlow>"
        '<bpmn:sequenceFlow id="l4" sourceRef="back" targetRef="reminded" />',
    )


def timer(kind, text):
    return (
        '<bpmn:intermediateCatchEvent id="extra"><bpmn:timerEventDefinition>'
        f"<bpmn:{kind}>{text}</bpmn:{kind}></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>"
    )


SUBPROCESS = (
    '<bpmn:subProcess id="extra"><bpmn:startEvent id="s" />{middle}<bpmn:endEvent id="e" />'
    '<bpmn:sequenceFlow id="s1" sourceRef="s" targetRef="m" /><bpmn:sequenceFlow id="s2" sourceRef="m" targetRef="e" />'
    "</bpmn:subProcess>"
)
MACHINE = '<bpmn:scriptTask id="{id}"><bpmn:script>{{a: 1}}</bpmn:script></bpmn:scriptTask>'


@pytest.mark.parametrize(
    "automatic",
    [
        MACHINE.format(id="extra"),
        timer("timeDate", "2020-01-01"),
        SUBPROCESS.format(middle=MACHINE.format(id="m")),
    ],
)
def test_a_cycle_in_which_nothing_waits_is_refused(automatic):
    assert ("endless", "gate") in found(loop(automatic))


@pytest.mark.parametrize(
    "waiting",
    [
        HUMAN.format(id="extra"),
        timer("timeDuration", "P1D"),
        SUBPROCESS.format(middle=HUMAN.format(id="m")),
        '<bpmn:callActivity id="extra" calledElement="print" />',
    ],
)
def test_a_cycle_that_waits_is_allowed(waiting):
    assert found(loop(waiting)) == set()

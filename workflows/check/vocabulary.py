"""The part of BPMN this product carries out, and the words it understands; whatever is not here is refused."""

from workflows.errors import msg


def _each(words: str) -> frozenset[str]:
    return frozenset(words.split())


CATCHES = _each("intermediateCatchEvent boundaryEvent")
GATEWAYS = _each("exclusiveGateway inclusiveGateway parallelGateway eventBasedGateway")
PEOPLE = _each("userTask manualTask")
ACTIVITIES = PEOPLE | {"scriptTask", "subProcess", "callActivity"}
EVENTS = CATCHES | {"startEvent", "endEvent", "intermediateThrowEvent"}
NODES = ACTIVITIES | GATEWAYS | EVENTS
"""Everything a token can stand on."""

MEANINGS = _each(
    "timerEventDefinition messageEventDefinition signalEventDefinition errorEventDefinition "
    "conditionalEventDefinition terminateEventDefinition"
)
"""What an event can be about."""

STRUCTURE = _each(
    "definitions collaboration participant messageFlow process laneSet lane flowNodeRef childLaneSet "
    "sequenceFlow incoming outgoing conditionExpression timeDate timeDuration timeCycle condition "
    "script message signal error multiInstanceLoopCharacteristics loopCardinality loopDataInputRef "
    "inputDataItem extensionElements"
)

DRAWN_ONLY = _each(
    "documentation textAnnotation text association group category categoryValue dataObject "
    "dataObjectReference dataStore dataStoreReference dataInputAssociation dataOutputAssociation "
    "dataInput dataOutput ioSpecification inputSet outputSet dataInputRefs dataOutputRefs sourceRef "
    "targetRef dataState property"
)
"""What is there for the reader of the diagram and changes nothing."""

KNOWN = NODES | MEANINGS | STRUCTURE | DRAWN_ONLY

NOT_CARRIED_OUT = {
    "task": msg("Say who does it: make it a user task."),
    "serviceTask": msg("Nothing here calls other systems: make it a user task."),
    "businessRuleTask": msg(
        "Decision tables are not carried out yet: use a gateway or a script that is a FEEL context."
    ),
    "sendTask": msg("Use a throwing message event."),
    "receiveTask": msg("Use a catching message event."),
    "complexGateway": msg("Use an inclusive gateway."),
    "adHocSubProcess": msg("Draw the tasks between a fork and a join."),
    "transaction": msg("Use a sub-process with an error boundary event."),
    "linkEventDefinition": msg("Draw the sequence flow."),
    "compensateEventDefinition": msg("Draw the way back."),
    "cancelEventDefinition": msg("Use an error event."),
    "escalationEventDefinition": msg("Use a signal or an error event."),
    "standardLoopCharacteristics": msg("Draw the loop with a gateway."),
    "completionCondition": msg("Say when the panel is complete with vd:rule."),
    "correlationKey": msg("Messages find their dossier by name here."),
}
"""Legal BPMN that is refused, with what to draw instead."""

_NAMED = NODES | {"participant", "process", "lane", "sequenceFlow"}
"""What has a name, so that `vd:en` may say it in English."""
_TASK = _each("role scope form due remind priority separateFrom notOwnUnit stopsClock stage stageEn")
_SPECIAL = {
    "lane": _each("role scope"),
    "userTask": _TASK | {"acceptedWhen", "roster", "rule"},
    "manualTask": _TASK,
    "multiInstanceLoopCharacteristics": _each("roster rule"),
    "process": _each("withdrawUntil"),
}
WORDS = {
    kind: _SPECIAL.get(kind, frozenset()) | ({"en"} if kind in _NAMED else frozenset()) for kind in _NAMED | {*_SPECIAL}
}
"""Our own words, by the element that may carry them."""

FOREIGN_READ = _each(
    "assignee candidateGroups dueDate followUpDate priority formKey formRef formId collection "
    "elementVariable inputCollection inputElement"
)
FOREIGN_HARMLESS = _each(
    "historyTimeToLive versionTag asyncBefore asyncAfter exclusive jobPriority isStartableInTasklist "
    "initiator candidateStarterGroups candidateStarterUsers diagramRelationId bindingType binding"
)
FOREIGN_ELEMENTS = _each(
    "assignmentDefinition taskSchedule formDefinition userTask loopCharacteristics versionTag priorityDefinition"
)
"""Words and elements of other modelers that are read, or that change nothing."""

PICTURE_NAMESPACES = frozenset(
    {
        "http://www.w3.org/2001/XMLSchema-instance",
        "http://www.w3.org/XML/1998/namespace",
        "http://bpmn.io/schema/bpmn/biocolor/1.0",
        "http://www.omg.org/spec/BPMN/non-normative/color/1.0",
        "http://camunda.org/schema/modeler/1.0",
    }
)
"""Namespaces of attributes that only concern the picture or the tool that drew it."""

SCOPES = ("unit", "cluster", "province")
TALLY = _each("yes no blank cast members")
"""What a panel's result holds."""

"""A small bundle in which nothing is wrong and every kind of expression stands; tests spoil one thing at a time."""

import json
from collections.abc import Mapping

from form_files import REVIEW
from workflows.check import check_bundle
from workflows.errors import Problem

DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:vd="urn:vinhdanh:bpmn:1"
  xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="defs" targetNamespace="urn:test">
  <bpmn:signal id="stop_signal" name="stop" />
  <bpmn:process id="main" isExecutable="true" vd:withdrawUntil="ballot">
    <bpmn:laneSet id="lanes">
      <bpmn:lane id="clerks" name="Clerks" vd:role="clerk" vd:scope="unit">
        <bpmn:flowNodeRef>cluster_review</bpmn:flowNodeRef>
      </bpmn:lane>
    </bpmn:laneSet>
    <bpmn:startEvent id="begun"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:userTask id="cluster_review" name="Review" vd:form="cluster_review" vd:due="award.days" vd:remind="1"
      vd:acceptedWhen="cluster_review.sure" />
    <bpmn:exclusiveGateway id="decision" name="Good?" default="f4" />
    <bpmn:scriptTask id="sums"><bpmn:script>{total: cluster_review.members * 2}</bpmn:script></bpmn:scriptTask>
    <bpmn:userTask id="ballot" name="Ballot" vd:form="cluster_review" vd:role="member" vd:scope="province"
      vd:separateFrom="cluster_review" vd:stopsClock="true" vd:stage="Vote">
      <bpmn:multiInstanceLoopCharacteristics vd:roster="council.members" vd:rule="all" />
    </bpmn:userTask>
    <bpmn:boundaryEvent id="late" attachedToRef="ballot">
      <bpmn:timerEventDefinition><bpmn:timeDuration>P30D</bpmn:timeDuration></bpmn:timerEventDefinition>
    </bpmn:boundaryEvent>
    <bpmn:boundaryEvent id="reminder" attachedToRef="ballot" cancelActivity="false">
      <bpmn:timerEventDefinition><bpmn:timeCycle>R3/PT24H</bpmn:timeCycle></bpmn:timerEventDefinition>
    </bpmn:boundaryEvent>
    <bpmn:boundaryEvent id="stopped" attachedToRef="ballot">
      <bpmn:signalEventDefinition signalRef="stop_signal" />
    </bpmn:boundaryEvent>
    <bpmn:exclusiveGateway id="counted" default="f8" />
    <bpmn:intermediateCatchEvent id="pause">
      <bpmn:timerEventDefinition>
        <bpmn:timeDate>add_working_days(today(), award.days)</bpmn:timeDate>
      </bpmn:timerEventDefinition>
    </bpmn:intermediateCatchEvent>
    <bpmn:intermediateCatchEvent id="ready">
      <bpmn:conditionalEventDefinition><bpmn:condition>award.ready</bpmn:condition></bpmn:conditionalEventDefinition>
    </bpmn:intermediateCatchEvent>
    <bpmn:callActivity id="printing" calledElement="print" />
    <bpmn:endEvent id="done" />
    <bpmn:endEvent id="rejected" />
    <bpmn:sequenceFlow id="f1" sourceRef="begun" targetRef="cluster_review" />
    <bpmn:sequenceFlow id="f2" sourceRef="cluster_review" targetRef="decision" />
    <bpmn:sequenceFlow id="f3" sourceRef="decision" targetRef="sums">
      <bpmn:conditionExpression>cluster_review.outcome = "recommend"</bpmn:conditionExpression>
    </bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="f4" sourceRef="decision" targetRef="rejected" />
    <bpmn:sequenceFlow id="f5" sourceRef="sums" targetRef="ballot" />
    <bpmn:sequenceFlow id="f6" sourceRef="ballot" targetRef="counted" />
    <bpmn:sequenceFlow id="f7" sourceRef="counted" targetRef="pause">
      <bpmn:conditionExpression>ballot.yes &gt;= sums.total * award.threshold</bpmn:conditionExpression>
    </bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="f8" sourceRef="counted" targetRef="rejected" />
    <bpmn:sequenceFlow id="f9" sourceRef="late" targetRef="rejected" />
    <bpmn:sequenceFlow id="f10" sourceRef="reminder" targetRef="reminded" />
    <bpmn:sequenceFlow id="f11" sourceRef="stopped" targetRef="rejected" />
    <bpmn:sequenceFlow id="f12" sourceRef="pause" targetRef="ready" />
    <bpmn:sequenceFlow id="f13" sourceRef="ready" targetRef="printing" />
    <bpmn:sequenceFlow id="f14" sourceRef="printing" targetRef="done" />
    <bpmn:endEvent id="reminded" />
  </bpmn:process>
  <bpmn:process id="print" isExecutable="true">
    <bpmn:startEvent id="print_begun" />
    <bpmn:userTask id="press" vd:form="cluster_review" vd:role="clerk" vd:scope="unit" />
    <bpmn:endEvent id="printed" />
    <bpmn:sequenceFlow id="p1" sourceRef="print_begun" targetRef="press" />
    <bpmn:sequenceFlow id="p2" sourceRef="press" targetRef="printed" />
  </bpmn:process>
</bpmn:definitions>
"""

FORM = json.dumps(REVIEW).encode()
FACTS = frozenset({("award", "threshold"), ("award", "days"), ("award", "ready"), ("council", "members")})
ROLES = frozenset({"clerk", "member"})


def bundle(*changes: tuple[str, str]) -> Mapping[str, bytes]:
    """The sound bundle with texts of its diagram replaced, each of which must be there."""
    text = DIAGRAM
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return {"main.bpmn": text.encode(), "cluster_review.json": FORM}


def problems(*changes: tuple[str, str]) -> tuple[Problem, ...]:
    """What is wrong with the bundle after the changes."""
    return check_bundle(bundle(*changes), FACTS, ROLES)


def found(*changes: tuple[str, str]) -> set[tuple[str, str | None]]:
    """The rules broken after the changes, each with its element."""
    return {(problem.rule, problem.element) for problem in problems(*changes)}

import json

import pytest

from sound_bundle import FACTS, FORM, ROLES, bundle, found, problems
from workflows.check import check_bundle

TASK = '<bpmn:userTask id="cluster_review" name="Review"'

EXPRESSIONS = [
    (('"recommend"</bpmn', '"recommend</bpmn'), "expression", "f3"),
    (("{total:", "total ="), "expression", "sums"),
    (("{total: cluster_review.members * 2}", "cluster_review.members"), "script", "sums"),
    (('cluster_review.outcome = "recommend"<', '"recommend"<'), "constant", "f3"),
    (("council.members", "9"), "constant", "ballot"),
    (('outcome = "recommend"', 'outcome = "recomend"'), "impossible-value", "f3"),
    (('outcome = "recommend"', 'outcome in ("recommend", "retrun")'), "impossible-value", "f3"),
    (('outcome = "recommend"', 'outcome in ["recommend", "retrun"]'), "impossible-value", "f3"),
    (('cluster_review.outcome = "recommend"', 'if award.ready then "x" = cluster_review.outcome else true'),
     "impossible-value", "f3"),
    (('outcome = "recommend"', "outcome = 1"), "impossible-value", "f3"),
    (('cluster_review.outcome = "recommend"', 'cluster_review.members = "9"'), "impossible-value", "f3"),
    (('cluster_review.outcome = "recommend"', "cluster_review.outcome"), "condition", "f3"),
    (("cluster_review.outcome =", "cluster_reveiw.outcome ="), "unknown-name", "f3"),
    (("cluster_review.outcome =", "cluster_review.outcom ="), "unknown-name", "f3"),
    (("ballot.yes", "ballot.aye"), "unknown-name", "f7"),
    (("sums.total", "sums.totals"), "unknown-name", "f7"),
    (("award.threshold", "award.treshold"), "unknown-name", "f7"),
    (("award.threshold", "decision.outcome"), "unknown-name", "f7"),
    (("award.threshold", "press.members"), "unknown-name", "f7"),
    (("award.threshold", "cluster_review"), "whole-answers", "f7"),
    (('vd:due="award.days"', 'vd:due="award.day"'), "unknown-name", "cluster_review"),
    (('acceptedWhen="cluster_review.sure"', 'acceptedWhen="cluster_review.outcome"'), "condition", "cluster_review"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "rule", "element"), EXPRESSIONS)
def test_an_expression_that_would_mislead_is_refused(change, rule, element):
    assert (rule, element) in found(change)


def test_a_misspelt_name_is_answered_with_the_right_one():
    [problem] = problems(("cluster_review.outcome =", "cluster_review.outcom ="))

    assert problem.remedy_text == "Did you mean outcome?"


def test_answers_of_a_called_process_are_read_through_the_call():
    assert problems(("{total: cluster_review.members * 2}", "{total: printing.press.members}")) == ()
    assert ("unknown-name", "sums") in found(("{total: cluster_review.members * 2}", "{total: printing.press.size}"))


def test_without_known_facts_any_name_that_is_no_element_may_be_one():
    assert check_bundle(bundle(("award.threshold", "anything.at_all"))) == ()


TIMERS = [
    (("P30D", "P99999999Y"), "late"),
    (("P30D", "P6Y"), "late"),
    (("P30D", "PT59S"), "late"),
    (("P30D", "P0D"), "late"),
    (("P30D", "-P1D"), "late"),
    (("P30D", "P"), "late"),
    (("P30D", "P0.5M"), "late"),
    (("P30D", "2000"), "late"),
    (("P30D", '"soon"'), "late"),
    (("P30D", ""), "late"),
    (("R3/PT24H", "R/PT24H"), "reminder"),
    (("R3/PT24H", "R101/PT24H"), "reminder"),
    (("R3/PT24H", "R0/PT24H"), "reminder"),
    (("R3/PT24H", "R3/PT0S"), "reminder"),
    (("R3/PT24H", "R3/P9Y"), "reminder"),
    (("R3/PT24H", "PT24H"), "reminder"),
    (("R3/PT24H", "R" + "9" * 5000 + "/PT24H"), "reminder"),
    (('cancelActivity="false"', 'cancelActivity="true"'), "reminder"),
    (('vd:remind="1"', "vd:remind=\"'soon'\""), "cluster_review"),
]


@pytest.mark.parametrize(("change", "element"), TIMERS)
def test_a_timer_beyond_all_bounds_is_refused(change, element):
    assert element in {problem.element for problem in problems(change)}


@pytest.mark.parametrize("length", ["PT1M", "P5Y", "10", '@"P3D"', "= award.days", '"PT2H"'])
def test_a_timer_within_bounds_passes(length):
    assert problems(("P30D", length)) == ()


PEOPLE = [
    ((' vd:role="clerk" vd:scope="unit">', ' vd:scope="unit">'), "no-role", "cluster_review"),
    ((' vd:role="clerk" vd:scope="unit">', ' vd:role="clerc" vd:scope="unit">'), "unknown-role", "cluster_review"),
    ((' vd:role="clerk" vd:scope="unit">', ' vd:role="clerk" vd:scope="village">'), "scope", "cluster_review"),
    ((TASK, TASK + ' camunda:assignee="lan"'), "assignee", "cluster_review"),
    (('vd:separateFrom="cluster_review"', 'vd:separateFrom="decision"'), "separate-from", "ballot"),
    (('vd:separateFrom="cluster_review"', 'vd:separateFrom="ballot"'), "separate-from", "ballot"),
    (('vd:stopsClock="true"', 'vd:stopsClock="yes"'), "flag", "ballot"),
    (('vd:rule="all"', 'vd:rule="most"'), "panel", "ballot"),
    (('vd:rule="all"', 'vd:rule="quorum(0)"'), "panel", "ballot"),
    (('vd:roster="council.members" ', ""), "panel", "ballot"),
    (('<bpmn:multiInstanceLoopCharacteristics vd:roster="council.members" vd:rule="all" />', ""), "unknown-name", "f7"),
    ((TASK, TASK + ' vd:rule="all"'), "panel", "cluster_review"),
    (('withdrawUntil="ballot"', 'withdrawUntil="decision"'), "withdraw-until", "main"),
    (('name="Review" vd:form="cluster_review"', 'name="Review"'), "no-form", "cluster_review"),
    (('name="Review" vd:form="cluster_review"', 'name="Review" vd:form="review"'), "missing-form", "cluster_review"),
]


@pytest.mark.parametrize(("change", "rule", "element"), PEOPLE)
def test_a_task_nobody_could_do_is_refused(change, rule, element):
    assert (rule, element) in found(change)


@pytest.mark.parametrize("rule", ["all", "quorum(6)", "first(3)", "until closed"])
def test_a_panel_knows_when_it_is_complete(rule):
    assert problems(('vd:rule="all"', f'vd:rule="{rule}"')) == ()


def test_a_form_that_cannot_be_used_is_told_with_its_file():
    spoilt = json.dumps({**json.loads(FORM), "oneOf": []}).encode()

    [problem] = check_bundle({**bundle(), "cluster_review.json": spoilt}, FACTS, ROLES)

    assert (problem.rule, problem.file) == ("form-keyword", "cluster_review.json")

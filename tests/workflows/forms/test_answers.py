from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from form_files import REVIEW, load, review, with_field
from workflows import forms
from workflows.errors import InvalidAnswers

MINIMUM = {"outcome": "recommend", "met_on": "2026-03-02"}


def cleaned(**answers: Any) -> dict[str, Any]:
    return forms.clean(review(), {**MINIMUM, **answers})


def problem_of(field: str, **answers: Any) -> str:
    with pytest.raises(InvalidAnswers) as refused:
        cleaned(**answers)
    assert list(refused.value.problems) == [field]
    return refused.value.problems[field].text


@pytest.mark.parametrize(
    ("field", "raw", "answer"),
    [
        ("met_on", "02/03/2026", "2026-03-02"),
        ("met_on", " 2-3-2026 ", "2026-03-02"),
        ("met_on", "2026-03-02", "2026-03-02"),
        ("met_on", ["02.03.2026"], "2026-03-02"),
        ("members", "9", 9),
        ("members", "1.234", 1234),
        ("members", 9, 9),
        ("members", 9.0, 9),
        ("share", "12,5", 12.5),
        ("share", "12.5", 12.5),
        ("share", "12,0", 12),
        ("mail", "lan@hoavan.example", "lan@hoavan.example"),
        ("missing", "report", ["report"]),
        ("missing", ["report", "", "minutes"], ["report", "minutes"]),
        ("sure", "on", True),
        ("sure", "false", False),
        ("sure", True, True),
    ],
)
def test_what_a_person_types_becomes_a_typed_answer(field, raw, answer):
    given_back = cleaned(**{field: raw})[field]

    assert given_back == answer
    assert type(given_back) is type(answer)


def test_text_is_trimmed_composed_and_has_one_kind_of_line_end():
    answers = cleaned(outcome="return", reason="  thie\u0302\u0301u biên bản\r\nhọp  ")

    assert answers["reason"] == "thi\u1ebfu biên bản\nhọp"


@pytest.mark.parametrize("nothing", ["", "   ", None, [], [""]])
def test_an_empty_answer_is_absent(nothing):
    assert "missing" not in cleaned(missing=nothing)
    assert "mail" not in cleaned(mail=nothing)


def test_an_unticked_box_is_a_no():
    assert cleaned()["sure"] is False


@pytest.mark.parametrize(
    ("field", "raw", "message"),
    [
        ("outcome", "", "Choose one of the options."),
        ("outcome", "retrun", "Choose one of the options."),
        ("outcome", 3, "Enter text."),
        ("met_on", None, "Fill this in."),
        ("met_on", "31/02/2026", "There is no such day. Enter a date as dd/mm/yyyy."),
        ("met_on", "March 2", "Enter a date as dd/mm/yyyy."),
        ("met_on", "02/03/26", "Enter a date as dd/mm/yyyy."),
        ("members", "nine", "Enter a number."),
        ("members", "9,5", "Enter a whole number."),
        ("members", "٣", "Enter a number."),
        ("members", True, "Enter a number."),
        ("members", float("nan"), "Enter a number."),
        ("members", "1e9", "Enter a number."),
        ("members", "0", "Enter a number of at least 1."),
        ("members", "3000", "Enter a number of at most 2000."),
        ("share", "1.234", "Write no thousands separators here, and a comma before the decimals."),
        ("share", "0,3", "Enter a multiple of 0.5."),
        ("mail", "lan at hoavan", "This is not an e-mail address."),
        ("mail", "lan@hoavan.example\x00x", "Remove the control characters or line breaks from this text."),
        ("mail", "lan\n@hoavan.example", "Remove the control characters or line breaks from this text."),
        ("mail", "\u202egpj.x@y.z", "Remove the control characters or line breaks from this text."),
        ("mail", "\ud800", "Remove the control characters or line breaks from this text."),
        ("code", "abc", "This is not written as expected."),
        ("missing", ["report", "report"], "Choose each option once."),
        ("missing", ["other"], "Choose one of the options."),
        ("missing", [3], "Choose from the options."),
        ("sure", "perhaps", "Choose yes or no."),
    ],
)
def test_a_wrong_answer_says_what_is_expected(field, raw, message):
    assert problem_of(field, **{field: raw}) == message


def test_lengths_are_said_with_their_limit_and_what_was_written():
    assert problem_of("reason", outcome="return", reason="no") == "Write at least 5 characters; these are 2."
    assert problem_of("reason", outcome="return", reason="x" * 41) == "Write at most 40 characters; these are 41."


def test_text_without_a_limit_of_its_own_still_ends_somewhere():
    assert "at most 20000" in problem_of("mail", mail="x" * 20_001)


def test_problems_come_in_the_order_of_the_form():
    with pytest.raises(InvalidAnswers) as refused:
        forms.clean(review(), {"sure": "perhaps", "members": "x"})

    assert list(refused.value.problems) == ["outcome", "met_on", "members", "sure"]


def test_a_field_is_asked_for_when_its_condition_brings_it_into_view():
    assert problem_of("reason", outcome="return") == "Fill this in."


def test_what_a_hidden_field_holds_is_dropped():
    assert "reason" not in cleaned(outcome="recommend", reason="typed before the choice changed")


def test_hiding_a_field_hides_what_hangs_on_it():
    schema = with_field({"type": "string", "x-ui": {"show_if": {"field": "more", "in": [True]}}})
    schema["properties"]["more"] = {"type": "boolean", "x-ui": {"show_if": {"field": "kind", "in": ["a"]}}}
    form = load(schema)

    assert forms.clean(form, {"kind": "a", "more": "on", "subject": "x"}) == {"kind": "a", "more": True, "subject": "x"}
    assert forms.clean(form, {"kind": "b", "more": "on", "subject": "x"}) == {"kind": "b"}


def test_a_declaration_has_to_be_ticked():
    form = load(with_field({"type": "boolean", "const": True}, required=["subject"]))

    with pytest.raises(InvalidAnswers) as refused:
        forms.clean(form, {})

    assert refused.value.problems["subject"].text == "Tick this box to go on."


def test_names_the_form_does_not_know_are_dropped_from_a_page_and_refused_from_a_program():
    assert "csrf_token" not in cleaned(csrf_token="x")

    with pytest.raises(InvalidAnswers) as refused:
        forms.clean(review(), {**MINIMUM, "csrf_token": "x"}, strict=True)
    assert list(refused.value.problems) == ["csrf_token"]


def test_clean_answers_stay_as_they_are_when_cleaned_again():
    once = cleaned(outcome="return", reason="thiếu biên bản", members="9", share="1,5", missing=["report"])

    assert forms.clean(review(), once) == once


typed_in = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.lists(st.text(max_size=9))
)
raw_answers = st.dictionaries(st.sampled_from([*REVIEW["properties"], "stray"]), typed_in)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(raw_answers)
def test_whatever_is_posted_is_cleaned_or_refused_field_by_field(raw):
    form = review()
    answers, problems = attempt(form, raw)

    assert problems.keys() <= form.by_name.keys()
    assert problems or form.validator.is_valid(answers)


def attempt(form, raw):
    try:
        return forms.clean(form, raw), {}
    except InvalidAnswers as refused:
        return {}, refused.problems

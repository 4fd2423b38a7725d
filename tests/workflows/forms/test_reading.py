import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from form_files import REVIEW, load, review, with_field
from workflows import forms
from workflows.errors import FormError


def refusals(schema, name="cluster_review"):
    with pytest.raises(FormError) as refused:
        load(schema, name)
    assert all(problem.text for problem in refused.value.problems)
    return {(problem.rule, problem.element) for problem in refused.value.problems}


def test_a_form_lists_its_fields_in_the_order_of_the_file():
    form = review()

    assert [field.name for field in form.fields] == list(REVIEW["properties"])
    assert (form.title, form.submit, form.en["title"]) == ("Cụm, khối xét", "Gửi", "Cluster review")
    assert form.groups[0].title == "Kết luận"


def test_a_form_is_named_by_the_hash_of_its_file():
    one, other = load(REVIEW), load({**REVIEW, "title": "x"})

    assert len(one.version) == 64
    assert one.version != other.version


def test_an_option_says_its_title_its_danger_and_its_translation():
    recommend, _, reject = review().by_name["outcome"].options

    assert (recommend.title, recommend.danger) == ("recommend", False)
    assert (reject.title, reject.danger, reject.en["title"]) == ("Không đề nghị", True, "Reject")


@pytest.mark.parametrize(
    ("field", "widget"),
    [
        ({"type": "string"}, "text"),
        ({"type": "string", "maxLength": 4000}, "textarea"),
        ({"type": "string", "enum": ["a", "b"]}, "radio"),
        ({"enum": ["a", "b", "c", "d", "e"]}, "select"),
        ({"type": "string", "format": "date"}, "date"),
        ({"type": "boolean"}, "checkbox"),
        ({"type": "array", "items": {"enum": ["a"]}}, "checkboxes"),
        ({"type": "integer"}, "number"),
        ({"type": "number"}, "number"),
    ],
)
def test_a_field_without_a_widget_gets_the_one_that_fits(field, widget):
    assert load(with_field(field)).by_name["subject"].widget == widget


WRONG_FIELDS = [
    ({"type": "string", "oneOf": []}, "form-keyword", "properties.subject.oneOf"),
    ({"$ref": "http://example.org/x"}, "form-keyword", "properties.subject.$ref"),
    ({"$ref": "#/$defs/x"}, "form-keyword", "properties.subject.$ref"),
    ({"type": "object", "properties": {}}, "form-keyword", "properties.subject.properties"),
    ({"type": "string", "x-ui": {"onclick": "steal()"}}, "form-keyword", "properties.subject.x-ui.onclick"),
    ({"type": "string", "x-ui": {"widget": "html"}}, "form-language", "properties.subject.x-ui.widget"),
    ({"type": "string", "minLength": -1}, "form-language", "properties.subject.minLength"),
    ({"type": "string", "format": "uri"}, "form-language", "properties.subject.format"),
    ({"type": "string", "pattern": "("}, "form-schema", "cluster_review"),
    ({"type": "string", "pattern": "(?=a)"}, "form-schema", "cluster_review"),
    ({"type": "string", "minimum": 3}, "form-type", "subject"),
    ({"type": "boolean", "maxLength": 3}, "form-type", "subject"),
    ({"type": "integer", "enum": ["a"]}, "form-type", "subject"),
    ({"type": "array"}, "form-type", "subject"),
    ({"type": "integer", "x-ui": {"widget": "textarea"}}, "form-widget", "subject"),
    ({"type": "string", "x-ui": {"widget": "select"}}, "form-options", "subject"),
    ({"enum": ["a"], "x-ui": {"options": {"b": {"title": "B"}}}}, "form-options", "subject"),
    ({"type": "string", "x-ui": {"group": "nowhere"}}, "form-group", "subject"),
    ({"type": "string", "x-ui": {"show_if": {"field": "nobody", "in": ["a"]}}}, "form-field", "nobody"),
    ({"type": "string", "x-ui": {"show_if": {"field": "kind", "in": ["z"]}}}, "form-rule", "subject"),
    ({"type": "string", "x-ui": {"show_if": {"field": "subject", "in": ["z"]}}}, "form-show-if", "subject"),
]


@pytest.mark.parametrize(("field", "rule", "place"), WRONG_FIELDS)
def test_a_field_outside_the_form_language_is_refused_by_its_place(field, rule, place):
    assert (rule, place) in refusals(with_field(field))


WRONG_FORMS = [
    ([], "form-json"),
    ({"type": "array", "properties": {}}, "form-language"),
    ({"properties": {}}, "form-language"),
    (with_field({"type": "string"}, additionalProperties=True), "form-language"),
    (with_field({"type": "string"}, anyOf=[]), "form-keyword"),
    (with_field({"type": "string"}, **{"$defs": {}}), "form-keyword"),
    (with_field({"type": "string"}, **{"$id": "another"}), "form-id"),
    (with_field({"type": "string"}, **{"$schema": "http://json-schema.org/draft-07/schema#"}), "form-language"),
    (with_field({"type": "string"}, required=["nobody"]), "form-field"),
    (with_field({"type": "string"}, **{"if": {"properties": {}}}), "form-rule"),
    ({"type": "object", "properties": {"Not-A-Name": {"type": "string"}}}, "form-language"),
]


@pytest.mark.parametrize(("schema", "rule"), WRONG_FORMS)
def test_a_file_outside_the_form_language_is_refused(schema, rule):
    assert rule in {found for found, _ in refusals(schema)}


def rule_about(kind, *required, asks="subject"):
    test = {"properties": {"kind": kind}, "required": list(required)}
    return [{"if": test, "then": {"required": [asks]}}]


SHOWN_FOR_A = {"type": "string", "x-ui": {"show_if": {"field": "kind", "in": ["a"]}}}


def test_a_hidden_field_may_be_required_where_it_is_shown():
    form = load(with_field(SHOWN_FOR_A, allOf=rule_about({"const": "a"}, "kind")))

    assert form.required({"kind": "a"}) == {"subject"}
    assert form.required({"kind": "b"}) == frozenset()


@pytest.mark.parametrize(
    "rest",
    [
        {"required": ["subject"]},
        {"allOf": rule_about({"const": "b"}, "kind")},
        {"allOf": rule_about({"enum": ["a", "b"]}, "kind")},
    ],
)
def test_a_field_that_can_be_hidden_and_required_at_once_is_refused(rest):
    assert ("form-show-if", "subject") in refusals(with_field(SHOWN_FOR_A, **rest))


def test_an_if_that_also_holds_for_no_answer_is_refused():
    assert ("form-rule", "kind") in refusals(with_field({"type": "string"}, allOf=rule_about({"const": "a"})))


def test_an_if_on_an_impossible_value_is_refused():
    assert ("form-rule", "kind") in refusals(with_field({"type": "string"}, allOf=rule_about({"const": "c"}, "kind")))


@pytest.mark.parametrize("name", ["", "Review", "../review", "a b", "a" * 64])
def test_a_form_name_that_could_be_a_path_is_refused(name):
    assert refusals(REVIEW, name) == {("form-name", name)}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"{",
        b'{"type": NaN}',
        b'{"type": "object", "type": "object", "properties": {}}',
        b"[" * 100_000,
        b'{"x":' * 500 + b"1" + b"}" * 500,
        b'{"type": "object", "properties": {}, "title": "\\ud800"}',
        b'{"type": "object", "properties": {}, "title": "' + b"x" * 300_000 + b'"}',
    ],
)
def test_bytes_that_are_no_form_are_refused_without_a_traceback(data):
    with pytest.raises(FormError):
        forms.load("cluster_review", data)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(REVIEW)), inner, max_size=3),
    max_leaves=8,
)


patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@patient
@given(st.sampled_from(sorted(REVIEW)), json_values)
def test_any_value_at_any_keyword_loads_or_is_refused(keyword, value):
    assert all(problem.text for problem in attempt({**REVIEW, keyword: value}))


@patient
@given(st.sampled_from(sorted(REVIEW["properties"])), json_values)
def test_any_value_as_a_field_loads_or_is_refused(field, value):
    properties = {**REVIEW["properties"], field: value}

    assert all(problem.text for problem in attempt({**REVIEW, "properties": properties}))


def attempt(schema):
    try:
        load(schema)
    except FormError as refused:
        return refused.problems
    return ()

import json

import pytest
from werkzeug.datastructures import MultiDict

from service.web.forms import form_page, read_posted
from workflows.errors import InvalidAnswers
from workflows.forms import Option, clean, load

FORM = {
    "$id": "example",
    "title": "Ví dụ",
    "type": "object",
    "required": ["outcome", "day"],
    "additionalProperties": False,
    "properties": {
        "outcome": {
            "type": "string",
            "title": "Kết quả",
            "enum": ["yes", "no"],
            "x-ui": {
                "widget": "buttons",
                "options": {
                    "yes": {"title": "Đồng ý", "help": "Chuyển Hội đồng"},
                    "no": {"title": "Trả lại", "danger": True},
                },
            },
        },
        "reason": {"type": "string", "title": "Lý do", "x-ui": {"show_if": {"field": "outcome", "in": ["no"]}}},
        "day": {"type": "string", "format": "date", "title": "Ngày", "x-ui": {"group": "paper"}},
        "round": {
            "type": "string",
            "title": "Đợt",
            "x-ui": {"widget": "select", "choices": "rounds", "group": "paper"},
        },
        "agreed": {"type": "boolean", "title": "Đã công khai", "x-ui": {"widget": "checkbox", "group": "paper"}},
    },
    "x-ui": {"groups": {"paper": {"title": "Giấy tờ"}}},
}


@pytest.fixture
def form():
    """A form with every kind of question that needs care."""
    return load("example", json.dumps(FORM).encode())


@pytest.fixture
def page(app, form):
    """The form with these answers on a page."""

    def show(answers, **more):
        with app.test_request_context():
            return form_page(form, answers, {"rounds": (Option("r1", "Đợt 1"),)}, **more)

    return show


def question(page, name):
    return next(one for group in page.groups for one in group.questions if one.name == name)


def test_questions_stand_under_their_headings_in_the_order_of_the_form(page):
    shown = [(group.title, [one.name for one in group.questions]) for group in page({}).groups]

    assert shown == [("", ["outcome", "reason"]), ("Giấy tờ", ["day", "round", "agreed"])]


def test_an_option_says_what_it_leads_to_and_whether_it_is_chosen(page):
    yes, no = question(page({"outcome": "no"}), "outcome").options

    assert (yes.title, yes.help, yes.chosen) == ("Đồng ý", "Chuyển Hội đồng", False)
    assert (no.danger, no.chosen) == (True, True)


def test_the_service_fills_in_the_choices_it_is_asked_for(page):
    assert [(one.value, one.title) for one in question(page({}), "round").options] == [("r1", "Đợt 1")]


@pytest.mark.parametrize(
    ("kept", "shown"),
    [("2026-11-23", "23/11/2026"), ("23/11/2026", "23/11/2026"), ("tomorrow", "tomorrow"), (None, "")],
)
def test_a_day_is_shown_as_people_write_it_and_nonsense_as_it_was_typed(page, kept, shown):
    assert question(page({"day": kept}), "day").text == shown


@pytest.mark.parametrize(("kept", "ticked"), [(True, True), ("true", True), (False, False), (None, False)])
def test_a_box_is_ticked_as_it_was_left(page, kept, ticked):
    assert question(page({"agreed": kept}), "agreed").value is ticked


def test_a_question_says_upon_which_answers_it_hangs(page):
    reason = question(page({}), "reason")

    assert (reason.show_if, reason.show_in) == ("outcome", "no")


def test_each_problem_is_told_at_its_question_and_in_the_summary(page, form):
    with pytest.raises(InvalidAnswers) as invalid:
        clean(form, {"day": "31/02/2026"})

    shown = page({"day": "31/02/2026"}, problems=invalid.value.problems)

    assert [(one.anchor, one.title) for one in shown.problems] == [("q-outcome", "Kết quả"), ("q-day", "Ngày")]
    assert question(shown, "day").problem == "Không có ngày này. Nhập theo dạng ngày/tháng/năm."
    assert question(shown, "day").described_by == "q-day-error"


def test_what_was_posted_is_read_without_our_own_token():
    posted = MultiDict([("csrf_token", "x"), ("outcome", "yes"), ("papers", "a"), ("papers", "b")])

    assert read_posted(posted) == {"outcome": "yes", "papers": ["a", "b"]}

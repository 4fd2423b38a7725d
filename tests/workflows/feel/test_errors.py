"""What is said of a text that is no expression."""

import pytest

from workflows import feel

WRONG = [
    ("", 0, "expected an expression, found the end"),
    ("1 +", 3, "expected an expression, found the end"),
    ("(1", 2, "expected ')', found the end"),
    ("[1, 2", 5, "expected ',' or ']', found the end"),
    ("{a 1}", 3, "expected ':', found '1'"),
    ("{1: 2}", 1, "expected the name of an entry, found '1'"),
    ("{a: 1, a: 2}", 0, "the entry a stands twice in the context"),
    ("a = , b", 4, "expected an expression, found ','"),
    ("a == b", 3, "compare with = and not with =="),
    ("1 < a < 3", 6, "join comparisons with and: a < b and b < c"),
    ("a && b", 2, "write and instead of &&"),
    ("a || b", 2, "write or instead of ||"),
    ("!a", 0, "write not(...) or != instead of !"),
    ("'a'", 0, 'text is written in double quotes: "..."'),
    ('"a', 0, "the text in quotes is not closed"),
    ('"a\\q"', 2, "\\q is not an escape; write two backslashes for one"),
    ("${a}", 0, "write the expression without ${...}"),
    ("7 % 2", 2, "write modulo(a, b) for the remainder"),
    ("a ~ b", 2, "the character ~ has no meaning here"),
    ("a b", 2, "expected the end of the expression, found 'b'"),
    ("if a then b", 11, "expected 'else', found the end"),
    ("if a else b", 5, "expected 'then', found 'else'"),
    ("for x in", 8, "expected an expression, found the end"),
    ("for if in a return 1", 4, "'if' is a word of the language and cannot be a name"),
    ("for 1 in a return 1", 4, "expected a name, found '1'"),
    ("some x in a return x", 12, "expected ',' or 'satisfies', found 'return'"),
    ("a between 1", 11, "expected 'and', found the end"),
    ("a.1", 1, "expected the end of the expression, found '.1'"),
    ("a.", 2, "expected a name after the dot, found the end"),
    ("a instance of thing", 14, "expected the name of a type, found 'thing'"),
    ("3..1", 1, "expected the end of the expression, found '..'"),
    ("[3..1]", 0, "the range ends before it begins"),
    ("? > 1", 0, "? stands for the input of a test, and here is none"),
    ('@"soon"', 0, "soon is not a date, time or duration"),
    ("@5", 1, "expected a text in quotes after @, found '5'"),
    ("1e9999", 0, "the number is too large"),
    ("stringlength(a)", 0, "there is no function stringlength; did you mean string length?"),
    ("frobnicate(a)", 0, "there is no function frobnicate"),
    ("1 + substring(a)", 4, "substring is used as substring(string, start position, length)"),
    ("count(a, b)", 0, "count is used as count(list)"),
    ("substring(text: a, start position: 1)", 0, "substring is used as substring(string, start position, length)"),
    ("min(list: a, 2)", 0, "give all arguments by name or none"),
    ("count(list: a, list: b)", 0, "an argument is given twice"),
    ("function(x) external {}", 12, "an expression cannot call a program"),
    ("import os", 7, "expected the end of the expression, found 'os'"),
    ("__import__(x)", 0, "there is no function __import__"),
]


@pytest.mark.parametrize(("text", "position", "message"), WRONG)
def test_a_wrong_text_is_told_where_and_why(text, position, message):
    with pytest.raises(feel.FeelError) as caught:
        feel.compile(text)

    assert (caught.value.text, caught.value.position) == (message, position)


def test_an_error_knows_its_line_and_column_and_points_there():
    with pytest.raises(feel.FeelError) as caught:
        feel.compile("a = 1\n  and (b >\n  )")

    assert (caught.value.line, caught.value.column) == (3, 3)
    assert caught.value.excerpt == "  )\n  ^"


def test_an_error_becomes_a_problem_of_its_element():
    with pytest.raises(feel.FeelError) as caught:
        feel.compile("a = {")

    problem = caught.value.problem("flow_1", file="award.bpmn")

    assert (problem.element, problem.file, problem.rule) == ("flow_1", "award.bpmn", "expression")
    assert problem.text == "expected the name of an entry, found the end"
    assert problem.values["excerpt"] == "a = {\n     ^"


def test_braces_in_the_text_do_not_disturb_the_message():
    with pytest.raises(feel.FeelError, match=r"found '\{'"):
        feel.compile("a {b}")

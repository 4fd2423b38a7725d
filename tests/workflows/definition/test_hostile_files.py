"""Files made to harm: each is refused in words, whatever its bytes."""

import random

import pytest

from drawing import diagram
from played_diagrams import DEADLINES, NESTED
from workflows.definition import compile_bundle, forms_named_by
from workflows.errors import DiagramError

ENTITY = '<!DOCTYPE x [<!ENTITY a "{}">]><definitions>&a;</definitions>'
BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><definitions>&i;</definitions>"
)


@pytest.mark.parametrize(
    "data",
    [
        ENTITY.format("b").encode(),
        ENTITY.format("b").encode("utf-16"),
        ENTITY.replace("ENTITY a", "ENTITY a SYSTEM 'file:///etc/passwd'").encode(),
        BOMB.encode(),
        b'<!DOCTYPE html><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>',
    ],
)
def test_a_document_type_is_refused(data):
    with pytest.raises(DiagramError) as refused:
        compile_bundle({"x.bpmn": data})

    assert refused.value.problems[0].rule in ("doctype", "xml")


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "xml"),
        (b"<a><b></a>", "xml"),
        (b"\xff\xfe\x00", "xml"),
        (b"<?xml version='1.0' encoding='klingon'?><a/>", "xml"),
        (b"<html/>", "not-bpmn"),
        (b"<definitions/>", "not-bpmn"),
        (diagram(), "no-process"),
        (b" " * 2_000_001, "file-size"),
        (b"<a>" * 5000, "xml"),
    ],
)
def test_what_is_no_diagram_is_refused(data, rule):
    with pytest.raises(DiagramError) as refused:
        compile_bundle({"x.bpmn": data})

    assert refused.value.problems[0].rule == rule


def test_asking_for_the_forms_of_no_diagram_is_refused():
    with pytest.raises(DiagramError):
        forms_named_by(b"<html/>")


def test_a_bundle_without_a_diagram_is_refused():
    with pytest.raises(DiagramError, match="no process"):
        compile_bundle({})


@pytest.mark.parametrize("seed", range(150))
def test_a_spoiled_diagram_is_refused_or_compiles_but_never_breaks(seed):
    dice = random.Random(seed)
    data = bytearray(dice.choice([DEADLINES, NESTED]))
    for _ in range(dice.randint(1, 3)):
        _spoil(data, dice)

    problems = ()
    try:
        compile_bundle({"x.bpmn": bytes(data)})
    except DiagramError as refused:
        problems = refused.problems

    assert all(problem.text for problem in problems)


def _spoil(data, dice):
    """Cut, repeat or exchange a piece between two marks of the XML, so that most of it stays well-formed."""
    marks = [n for n, byte in enumerate(data) if byte in b'"<>']
    first = dice.randrange(len(marks) - 1)
    start, stop = marks[first], marks[min(first + dice.choice([1, 1, 2, 4]), len(marks) - 1)]
    piece = bytes(data[start:stop])
    other = dice.randrange(len(marks) - 1)
    put = dice.choice([b"", piece * 2, bytes(data[marks[other] : marks[other + 1]]), b'"', b"R/PT0S", b"&lt;"])
    data[start:stop] = put

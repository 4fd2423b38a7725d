import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from sound_bundle import DIAGRAM, FACTS, FORM, ROLES, bundle
from workflows.check import check_bundle

HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">'


def texts(files):
    """What is found, with every message and remedy written out."""
    return [(problem.rule, problem.text, problem.remedy_text) for problem in check_bundle(files, FACTS, ROLES)]


def entities(*declared):
    return f'<?xml version="1.0"?><!DOCTYPE d [{"".join(declared)}]>{HEAD}<process id="p">&z;</process></definitions>'


BOMB = ['<!ENTITY a "ha">', *(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghz", strict=True))]
HOSTILE = {
    "empty": b"",
    "no xml": b"BPMN",
    "not closed": DIAGRAM.encode()[:-20],
    "another language": b"<html/>",
    "binary": bytes(range(256)) * 10,
    "external entity": entities('<!ENTITY z SYSTEM "file:///etc/hostname">').encode(),
    "entity bomb": entities(*BOMB).encode(),
    "quadratic bomb": entities(f'<!ENTITY z "{"x" * 100_000}">').replace("&z;", "&z;" * 1000).encode(),
    "entity in utf-16": entities('<!ENTITY z SYSTEM "file:///etc/hostname">').encode("utf-16"),
    "deep": (HEAD + "<process>" * 5000 + "</process>" * 5000 + "</definitions>").encode(),
    "nested sub-processes": (HEAD + '<process id="p">' + "<subProcess>" * 200 + "</subProcess>" * 200
                             + "</process></definitions>").encode(),
    "many processes": (HEAD + '<process id="p"/>' * 60_000 + "</definitions>").encode(),
    "many nodes": (HEAD + '<process id="p">' + "".join(f'<userTask id="t{n}"/>' for n in range(9000))
                   + "</process></definitions>").encode(),
    "many flows": (HEAD + '<process id="p"><startEvent id="s"/>'
                   + '<sequenceFlow id="f" sourceRef="s" targetRef="s"/>' * 30_000
                   + "</process></definitions>").encode(),
    "many notes": (HEAD + '<process id="p"><startEvent id="s"/>' + "<textAnnotation/>" * 90_000
                   + "</process></definitions>").encode(),
    "too large": b" " * 3_000_000,
}  # fmt: skip


@pytest.mark.parametrize("attack", HOSTILE)
def test_a_hostile_file_is_refused_quickly(attack):
    begun = time.process_time()

    refused = texts({"main.bpmn": HOSTILE[attack]})

    assert refused
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("attack", ["external entity", "entity bomb", "quadratic bomb", "entity in utf-16"])
def test_a_document_type_is_refused_by_name(attack):
    assert [rule for rule, _, _ in texts({"main.bpmn": HOSTILE[attack]})] == ["doctype"]


def test_a_chain_of_dots_as_long_as_an_expression_may_be_is_refused_without_a_traceback():
    assert texts(bundle(('cluster_review.outcome = "recommend"', "a" + ".b" * 4000 + " = 1")))


def test_calls_that_fan_out_at_every_level_are_still_counted_quickly():
    processes = "".join(
        f'<process id="p{n}"><startEvent id="s{n}"/>'
        + "".join(f'<callActivity id="c{n}_{k}" calledElement="p{min(n + k, 19)}"/>' for k in range(1, 20))
        + f'<endEvent id="e{n}"/></process>'
        for n in range(20)
    )
    begun = time.process_time()

    assert texts({"main.bpmn": f"{HEAD}{processes}</definitions>".encode()})
    assert time.process_time() - begun < 5


def test_a_bundle_without_a_diagram_is_refused():
    assert [rule for rule, _, _ in texts({"cluster_review.json": FORM})] == ["no-diagram"]


patient = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
spans = st.tuples(st.integers(0, len(DIAGRAM)), st.integers(0, 80))


@patient
@given(spans, st.sampled_from([b"", b"<", b'"', b"&", b"\x00", b"\xff", b"<bpmn:task/>", b"id=", b"x" * 999]))
def test_whatever_bytes_are_overwritten_the_answer_is_a_list_of_problems(span, patch):
    data = DIAGRAM.encode()
    start, length = span

    assert isinstance(
        texts({"main.bpmn": data[:start] + patch + data[start + length :], "cluster_review.json": FORM}), list
    )


@patient
@given(st.data())
def test_whatever_elements_and_attributes_change_the_answer_is_a_list_of_problems(data):
    root = etree.fromstring(DIAGRAM.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        elements = [element for element in root.iter() if element.getparent() is not None]
        if elements:
            spoil(data.draw, elements)

    assert isinstance(texts({"main.bpmn": etree.tostring(root), "cluster_review.json": FORM}), list)


def spoil(draw, elements):
    element = draw(st.sampled_from(elements))
    other = draw(st.sampled_from(elements))
    way = draw(st.sampled_from(["remove", "rename", "move", "text", "attribute", "borrow"]))
    if way == "remove":
        element.getparent().remove(element)
    elif way == "rename":
        element.tag = other.tag
    elif way == "move" and element not in (other, *other.iterancestors()):
        other.getparent().append(element)
    elif way == "text":
        element.text = draw(
            st.sampled_from(["", "1", "null", "{", "R1/P1D", "cluster_review", "ballot.yes = 1", "${x}"])
        )
    elif way == "attribute" and element.attrib:
        element.set(draw(st.sampled_from(sorted(element.attrib))), draw(st.sampled_from(["", "main", "f1", "1", "{}"])))
    elif way == "borrow":
        for name, value in other.attrib.items():
            element.set(name, value)

"""Words in attributes and extension elements: a misspelt or foreign one would silently do nothing, so it is refused."""

from collections.abc import Iterator

from lxml import etree

from workflows.check import vocabulary
from workflows.check.drawing import Drawing
from workflows.check.finding import Part, problem
from workflows.definition.safe_xml import BPMN, kind
from workflows.definition.words import FOREIGN, OWN
from workflows.errors import Problem, msg


def problems(drawing: Drawing) -> Iterator[Problem]:
    """Yield words nobody reads."""
    for part in drawing.parts:
        yield from _attributes(part, part.kind)
        if part.element.tag == f"{BPMN}extensionElements":
            yield from _extensions(part)


def _attributes(part: Part, owner: str) -> Iterator[Problem]:
    for name in part.element.attrib:
        word = etree.QName(name)
        space = word.namespace
        if space is None and etree.QName(part.element).namespace in FOREIGN:
            space = etree.QName(part.element).namespace
        if space == OWN and word.localname not in vocabulary.WORDS.get(owner, ()):
            yield _misplaced(part, word.localname, owner)
        elif (
            space in FOREIGN and word.localname not in vocabulary.FOREIGN_READ | vocabulary.FOREIGN_HARMLESS
        ) or space not in (None, OWN, *FOREIGN, *vocabulary.PICTURE_NAMESPACES):
            yield _unread(part, word.localname)


def _extensions(block: Part) -> Iterator[Problem]:
    owner = block.element.getparent()
    for element in block.element.iterdescendants(etree.Element):
        part = Part(element, block.file)
        space = etree.QName(element).namespace
        if space == OWN and owner is not None:
            yield from _own(part, kind(owner))
        elif space in FOREIGN and kind(element) in vocabulary.FOREIGN_ELEMENTS:
            yield from _attributes(part, kind(element))
        else:
            yield _unread(part, kind(element))


def _own(part: Part, owner: str) -> Iterator[Problem]:
    """An own word may stand as <vd:due>5</vd:due>, or as attributes of an own element."""
    known = vocabulary.WORDS.get(owner, frozenset())
    if part.kind not in known and not part.element.attrib:
        yield _misplaced(part, part.kind, owner)
    for name in part.element.attrib:
        if etree.QName(name).localname not in known:
            yield _misplaced(part, etree.QName(name).localname, owner)


def _misplaced(part: Part, word: str, owner: str) -> Problem:
    return problem(
        "word",
        part,
        msg("vd:{word} means nothing on a {owner}."),
        msg("Mend the spelling or remove it."),
        word=word,
        owner=owner,
    )


def _unread(part: Part, word: str) -> Problem:
    return problem(
        "foreign-word",
        part,
        msg("{word} would have no effect here."),
        msg("Remove it, or say the same with a vd: word."),
        word=word,
    )

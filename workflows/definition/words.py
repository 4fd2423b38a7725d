"""The words authors write on elements, ours and those of the modelers they know, read as one vocabulary."""

from collections.abc import Mapping

from lxml import etree

from workflows.definition.safe_xml import BPMN, Element, kind
from workflows.definition.text import bare, literal_word
from workflows.graph import Panel

OWN = "urn:vinhdanh:bpmn:1"
FOREIGN = frozenset(
    {
        "http://camunda.org/schema/1.0/bpmn",
        "http://camunda.org/schema/zeebe/1.0",
        "http://flowable.org/bpmn",
        "http://operaton.org/schema/1.0/bpmn",
    }
)
_KNOWN = frozenset(
    "assignee candidateGroups candidateUsers dueDate followUpDate priority formKey formRef formId topic type "
    "decisionRef decisionId collection elementVariable inputCollection inputElement".split()
)


def words_of(element: Element) -> dict[str, str]:
    """Every own word and every known foreign word on an element and in its extension elements; our own win."""
    foreign: dict[str, str] = {}
    own: dict[str, str] = {}
    for part in (element, *_extensions(element)):
        _collect(part, foreign, own)
    return {**foreign, **own}


def role_of(words: Mapping[str, str]) -> str | None:
    """Who does the task: our own word, else the first candidate group."""
    groups = literal_word(words.get("candidateGroups"))
    return words.get("role") or (groups.split(",")[0].strip() or None if groups else None)


def form_of(words: Mapping[str, str]) -> str | None:
    """The name of the task's form, without the file ending some authors add."""
    name = words.get("form") or words.get("formKey") or words.get("formRef") or words.get("formId")
    return literal_word(name).removesuffix(".json") or None if name else None


def flag(words: Mapping[str, str], name: str) -> bool:
    """Whether a yes-or-no word says yes."""
    return words.get(name, "").strip().lower() == "true"


def panel_of(element: Element) -> Panel | None:
    """The panel that a multi-instance marker draws, or None; `rule` is as typed, the check judges it."""
    loop = element.find(f"{BPMN}multiInstanceLoopCharacteristics")
    if loop is None:
        return None
    words = {**words_of(element), **words_of(loop)}
    drawn = loop.findtext(f"{BPMN}loopDataInputRef") or loop.findtext(f"{BPMN}loopCardinality")
    roster = words.get("roster") or words.get("collection") or words.get("inputCollection") or drawn
    return Panel(bare(roster), " ".join(words.get("rule", "all").split()))


def _extensions(element: Element) -> list[Element]:
    return [part for block in element.findall(f"{BPMN}extensionElements") for part in block.iter(etree.Element)]


def _collect(part: Element, foreign: dict[str, str], own: dict[str, str]) -> None:
    here = etree.QName(part).namespace
    for name, value in part.attrib.items():
        word = etree.QName(name)
        space = word.namespace or here
        if space == OWN:
            own[word.localname] = str(value)
        elif space in FOREIGN and word.localname in _KNOWN:
            foreign[word.localname] = str(value)
    if here == OWN and part.text and part.text.strip():
        own[kind(part)] = part.text.strip()

"""From the bytes of a diagram to its elements, without letting the file reach anything outside itself."""

from typing import TypeAlias

from lxml import etree

from workflows.errors import DiagramError, Problem, msg

Element: TypeAlias = etree._Element

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
LARGEST_FILE = 2_000_000


def read(data: bytes, file: str | None = None) -> Element:
    """Return the root of a diagram without comments and processing instructions; raises DiagramError."""
    if len(data) > LARGEST_FILE:
        raise _refused("file-size", msg("The file is larger than 2 MB."), file)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise _doctype(file)
    root = _parse(data, file)
    if root.getroottree().docinfo.doctype:  # type: ignore[attr-defined]  # a UTF-16 file passes the look at its bytes
        raise _doctype(file)
    if root.tag != f"{BPMN}definitions":
        raise _refused("not-bpmn", msg("The file is XML, but not a BPMN 2.0 diagram."), file)
    return root


def kind(element: Element) -> str:
    """The element's name without its namespace, as in `userTask`."""
    return str(element.tag).rpartition("}")[2]


def _parse(data: bytes, file: str | None) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        values = {"reason": getattr(error, "msg", None) or str(error)}
        message = msg("The file is not well-formed XML: {reason}.")
        raise DiagramError(Problem("xml", message, values=values, file=file, line=line)) from None


def _doctype(file: str | None) -> DiagramError:
    return _refused(
        "doctype",
        msg("The file declares a document type or entities."),
        file,
        msg("Remove the <!DOCTYPE ...> declaration: BPMN needs none."),
    )


def _refused(rule: str, message: str, file: str | None, remedy: str | None = None) -> DiagramError:
    return DiagramError(Problem(rule, message, remedy=remedy, file=file))

"""The picture a diagram carries, as boxes and lines, and what can be ugly about it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any
from unicodedata import normalize

from lxml import etree

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
LINE = 14.4
"""Height of a line of text: 1.2 times the 12 px of the pages' font."""
_WIDTHS = {
    letter: width
    for width, letters in [
        (3.3, " ,.:;'|iljI"),
        (5.1, "frt()-"),
        (7.1, "ceknshuvxyzJL?/"),
        (8.5, "BEFHKPRSTVXYZ"),
        (9.9, "ACDĐGNOQU"),
        (10.7, "mwMW"),
    ]
    for letter in letters
}
"""Pixels of a letter of Be Vietnam Pro at 12 px, its marks left out; any other takes 7.8."""

Point = tuple[float, float]
Segment = tuple[Point, Point]


@dataclass(frozen=True)
class Box:
    """A rectangle; its edges do not belong to its inside."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: "Box") -> bool:
        across = self.x < other.x + other.width and other.x < self.x + self.width
        return across and self.y < other.y + other.height and other.y < self.y + self.height

    def touches(self, other: "Box") -> bool:
        across = self.x <= other.x + other.width and other.x <= self.x + self.width
        return across and self.y <= other.y + other.height and other.y <= self.y + self.height

    def holds(self, other: "Box") -> bool:
        across = self.x <= other.x and other.x + other.width <= self.x + self.width
        return across and self.y <= other.y and other.y + other.height <= self.y + self.height

    def is_cut_by(self, segment: Segment) -> bool:
        return self.meets(_box_of(segment))

    def has_on_its_edge(self, x: float, y: float) -> bool:
        level = self.x <= x <= self.x + self.width and y in (self.y, self.y + self.height)
        return level or (self.y <= y <= self.y + self.height and x in (self.x, self.x + self.width))


@dataclass(frozen=True)
class Picture:
    """Shapes, lines and labels by the id of their element; `ends` are the two elements a line joins."""

    shapes: Mapping[str, Box]
    lines: Mapping[str, Sequence[Point]]
    labels: Mapping[str, Box]
    ends: Mapping[str, tuple[str, str]]
    lanes: Mapping[str, tuple[str, ...]]
    attached: Mapping[str, str]
    headers: Mapping[str, Sequence[str]]

    def segments(self) -> Iterator[tuple[str, Segment]]:
        return ((line, segment) for line, points in self.lines.items() for segment in pairwise(points))

    def nodes(self) -> dict[str, Box]:
        inside = {node for nodes in self.lanes.values() for node in nodes}
        return {node: box for node, box in self.shapes.items() if node in inside}


def read(data: bytes) -> Picture:
    root = etree.fromstring(data)
    names = {e.get("id"): e.get("name") or "" for e in root.iter(f"{BPMN}*")}
    lanes = root.iter(f"{BPMN}lane")
    flows = root.iter(f"{BPMN}sequenceFlow")
    boundaries = root.iter(f"{BPMN}boundaryEvent")
    return Picture(
        shapes={str(s.get("bpmnElement")): _bounds(s) for s in root.iter(f"{DI}BPMNShape")},
        lines={str(e.get("bpmnElement")): _points(e) for e in root.iter(f"{DI}BPMNEdge")},
        labels=dict(_labels(root, names)),
        ends={str(f.get("id")): (str(f.get("sourceRef")), str(f.get("targetRef"))) for f in flows},
        lanes={str(lane.get("id")): tuple(str(r.text) for r in lane.iter(f"{BPMN}flowNodeRef")) for lane in lanes},
        attached={str(b.get("id")): str(b.get("attachedToRef")) for b in boundaries},
        headers=dict(_headers(root, names)),
    )


def crossings(picture: Picture) -> list[tuple[str, str]]:
    """Pairs of lines that touch anywhere."""
    pairs = combinations(picture.segments(), 2)
    return [(one, other) for (one, a), (other, b) in pairs if one != other and _box_of(a).touches(_box_of(b))]


def intrusions(picture: Picture) -> list[tuple[str, str]]:
    """Lines that run through the inside of a shape."""
    nodes = picture.nodes()
    return [(line, node) for line, segment in picture.segments() for node in nodes if nodes[node].is_cut_by(segment)]


def slants(picture: Picture) -> list[str]:
    """Lines with a segment that is neither level nor upright, or has no length."""
    return [line for line, ((x1, y1), (x2, y2)) in picture.segments() if (x1 == x2) == (y1 == y2)]


def loose_ends(picture: Picture) -> list[str]:
    """Lines that do not begin and end on the edge of what they join."""
    return [
        line
        for line, points in picture.lines.items()
        for node, point in zip(picture.ends[line], (points[0], points[-1]), strict=True)
        if not picture.shapes[node].has_on_its_edge(*point)
    ]


def strays(picture: Picture) -> list[str]:
    """Nodes that stand outside their lane."""
    in_lanes = [(lane, node) for lane, nodes in picture.lanes.items() for node in nodes]
    return [node for lane, node in in_lanes if not picture.shapes[lane].holds(picture.shapes[node])]


def overlaps(picture: Picture) -> list[tuple[str, str]]:
    """Pairs of shapes one of which covers part of the other; a boundary event may sit on its own task."""
    attached = picture.attached.items()
    pairs = combinations(picture.nodes().items(), 2)
    met = [(a, b) for (a, one), (b, other) in pairs if one.meets(other)]
    return [(a, b) for a, b in met if (a, b) not in attached and (b, a) not in attached]


def covered_labels(picture: Picture) -> list[tuple[str, str]]:
    """Labels that a shape, a line or another label runs into."""
    labels, nodes = picture.labels.items(), picture.nodes().items()
    on_shapes = [(a, b) for a, box in labels for b, shape in nodes if box.meets(shape)]
    on_lines = [(a, b) for a, box in labels for b, segment in picture.segments() if box.is_cut_by(segment)]
    return on_shapes + on_lines + [(a, b) for (a, one), (b, other) in combinations(labels, 2) if one.meets(other)]


def labels_on_borders(picture: Picture) -> list[str]:
    """Labels that do not stand wholly in one lane."""
    lanes = [picture.shapes[lane] for lane in picture.lanes]
    return [label for label, box in picture.labels.items() if not any(lane.holds(box) for lane in lanes)]


def spilling_headers(picture: Picture) -> list[str]:
    """Pools and lanes whose name needs more than the one line its header has room for."""
    return [shape for shape, lines in picture.headers.items() if len(lines) > 1]


def wrapped(text: str, room: float) -> list[str]:
    """The lines of a label as bpmn-js breaks them: by the share of letters that fit, not by their own widths."""
    lines = []
    while text:
        line = text
        while (width := _width(line)) > room and len(line) > 1:
            line = _shortened(line, len(line) * room / width)
        lines.append(line.strip())
        text = text[len(line) :].strip()
    return lines


def _shortened(line: str, letters: float) -> str:
    kept = ""
    for word in re.split(r"(\s)", line):
        if len(kept) + len(word) >= letters:
            break
        kept += word
    return kept or line[: max(round(letters - 1), 1)]


def _width(text: str) -> float:
    return sum(_WIDTHS.get(normalize("NFD", letter)[0], 7.8) for letter in text.rstrip())


def _labels(root: Any, names: Mapping[str, str]) -> Iterator[tuple[str, Box]]:
    """Labels as wide as their longest line, in the middle of their bounds, and as high as their lines."""
    for label in root.iter(f"{DI}BPMNLabel"):
        element, box = str(label.getparent().get("bpmnElement")), _bounds(label)
        lines = wrapped(names[element], box.width)
        width = max(map(_width, lines), default=0.0)
        yield element, Box(box.x + (box.width - width) / 2, box.y - 1, width, LINE * len(lines))


def _headers(root: Any, names: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    """The names of pools and lanes, written upwards along their left edge."""
    upright = {str(e.get("id")) for kind in ("lane", "participant") for e in root.iter(f"{BPMN}{kind}")}
    for shape in root.iter(f"{DI}BPMNShape"):
        if (element := str(shape.get("bpmnElement"))) in upright:
            yield element, wrapped(names[element], _bounds(shape).height)


def _bounds(element: Any) -> Box:
    bounds = element.find(f"{DC}Bounds")
    return Box(*(float(bounds.get(name)) for name in ("x", "y", "width", "height")))


def _points(edge: Any) -> list[Point]:
    return [(float(p.get("x")), float(p.get("y"))) for p in edge if etree.QName(p).localname == "waypoint"]


def _box_of(segment: Segment) -> Box:
    (x1, y1), (x2, y2) = segment
    return Box(min(x1, x2), min(y1, y2), abs(x1 - x2), abs(y1 - y2))

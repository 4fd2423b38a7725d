"""A process as the token game reads it: nodes, flows and what hangs at them, straight from the XML."""

import xml.etree.ElementTree as ET

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"


class Net:
    """One process or sub-process as drawn."""

    def __init__(self, drawn: ET.Element, processes: dict[str, "Net"]) -> None:
        self.processes = processes
        self.nodes = {str(e.get("id")): e for e in drawn if e.get("id") and kind(e) != "sequenceFlow"}
        self.flows = drawn.findall(f"{BPMN}sequenceFlow")
        self.start = next(name for name, e in self.nodes.items() if kind(e) == "startEvent")

    def kind(self, node: str) -> str:
        return kind(self.nodes[node])

    def outgoing(self, node: str) -> list[ET.Element]:
        return [flow for flow in self.flows if flow.get("sourceRef") == node]

    def incoming(self, node: str) -> list[str]:
        return [str(flow.get("id")) for flow in self.flows if flow.get("targetRef") == node]

    def events_at(self, node: str) -> list[str]:
        """What can end the wait at a node: events at its border, or after an event gateway, or the event itself."""
        if self.kind(node) == "eventBasedGateway":
            return [str(flow.get("targetRef")) for flow in self.outgoing(node)]
        own = [node] if self.kind(node) == "intermediateCatchEvent" else []
        return own + [name for name, e in self.nodes.items() if e.get("attachedToRef") == node]

    def part(self, node: str, what: str) -> ET.Element | None:
        return self.nodes[node].find(f"{BPMN}{what}EventDefinition")

    def reach(self, node: str, stop: str) -> set[str]:
        """The incoming flows of `stop` that a token at `node` can still come through without passing `stop`."""
        seen: set[str] = set()
        todo, found = [node], set()
        while todo:
            here = todo.pop()
            if here in seen or here == stop:
                continue
            seen.add(here)
            borders = [name for name, e in self.nodes.items() if e.get("attachedToRef") == here]
            for flow in [*self.outgoing(here), *(f for border in borders for f in self.outgoing(border))]:
                if flow.get("targetRef") == stop:
                    found.add(str(flow.get("id")))
                todo.append(str(flow.get("targetRef")))
        return found


def kind(drawn: ET.Element) -> str:
    return drawn.tag.removeprefix(BPMN)

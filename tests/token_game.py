"""The yardstick of the engine: a token game over the XML of a diagram. It shares no code with what it judges."""

import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from token_net import BPMN, Net


@dataclass
class Clock:
    """A timer that runs: when it rings next, how often still, and its interval."""

    due: datetime
    left: int
    every: timedelta


@dataclass
class Spot:
    """A token that rests at a node, with the timers that run there and what runs inside."""

    node: str
    clocks: dict[str, Clock] = field(default_factory=dict)
    inside: "Scope | None" = None


@dataclass
class Scope:
    """A process or sub-process while it runs."""

    net: Net
    game: "Game"
    answers: dict
    outer: "tuple[Scope, Spot] | None" = None
    spots: list[Spot] = field(default_factory=list)
    at_joins: Counter = field(default_factory=Counter)
    over: bool = False
    last_end: str | None = None

    def go(self) -> None:
        self.enter(self.net.start, "")
        self.settle()

    def enter(self, node: str, flow: str, places: Sequence[tuple[str, ...]] = ()) -> None:
        what = self.net.kind(node)
        if what in ("parallelGateway", "inclusiveGateway") and len(self.net.incoming(node)) > 1 and flow:
            self.at_joins[node, flow] += 1
            if what == "parallelGateway":
                self.fire(node, set(self.net.incoming(node)))
        elif what in ("userTask", "subProcess", "callActivity", "intermediateCatchEvent", "eventBasedGateway"):
            self.rest(node, places)
        elif what == "endEvent":
            self.finish(node)
        else:
            self.leave(node)

    def rest(self, node: str, places: Sequence[tuple[str, ...]]) -> None:
        timed = [event for event in self.net.events_at(node) if self.net.part(event, "timer") is not None]
        spot = Spot(node, {event: self.clock(event) for event in timed})
        self.spots.append(spot)
        if self.net.kind(node) in ("subProcess", "callActivity"):
            spot.inside = self.inside(node, spot)
            spot.inside.put(places) if places else spot.inside.go()

    def inside(self, node: str, spot: Spot) -> "Scope":
        if self.net.kind(node) == "subProcess":
            return Scope(Net(self.net.nodes[node], self.net.processes), self.game, self.answers, (self, spot))
        called = self.net.processes[str(self.net.nodes[node].get("calledElement"))]
        return Scope(called, self.game, self.answers.setdefault(node, {}), (self, spot))

    def put(self, places: Sequence[tuple[str, ...]]) -> None:
        grouped: dict[str, list[tuple[str, ...]]] = {}
        for first, *rest in places:
            grouped.setdefault(first, [])
            if rest:
                grouped[first].append(tuple(rest))
        for node, inner in grouped.items():
            self.enter(node, "", inner)
        self.settle()

    def clock(self, event: str) -> Clock:
        text = str(self.net.part(event, "timer")[0].text)
        times, _, length = text.removeprefix("R").rpartition("/") if text.startswith("R") else ("1", "", text)
        every = timedelta(hours=int(length.removeprefix("PT").removesuffix("H")))
        return Clock(self.game.now + every, int(times) if times else -1, every)

    def leave(self, node: str) -> None:
        flows, default = self.net.outgoing(node), self.net.nodes[node].get("default")
        if self.net.kind(node) in ("exclusiveGateway", "inclusiveGateway") and len(flows) > 1:
            holding = [flow for flow in flows if flow.get("id") != default and self.holds(flow)]
            chosen = holding[:1] if self.net.kind(node) == "exclusiveGateway" else holding
            flows = chosen or [flow for flow in flows if flow.get("id") == default]
            self.game.decided[node, tuple(flow.get("id") for flow in flows)] += 1
        self.game.walked[node] += 1
        for flow in flows:
            self.game.walked[flow.get("id")] += 1
        for flow in flows:
            self.enter(str(flow.get("targetRef")), str(flow.get("id")))

    def holds(self, flow: ET.Element) -> bool:
        path, _, wanted = str(flow.findtext(f"{BPMN}conditionExpression")).partition(" = ")
        value: object = self.answers
        for name in path.split("."):
            value = value.get(name) if isinstance(value, dict) else None
        return str(value) == wanted.strip('"')

    def finish(self, node: str) -> None:
        self.game.walked[node] += 1
        self.last_end = node
        if self.net.part(node, "terminate") is not None:
            self.clear()
        elif (error := self.net.part(node, "error")) is not None:
            self.throw(str(error.get("errorRef")))

    def throw(self, error: str) -> None:
        self.clear()
        self.over = True
        outer, spot = self.outer
        for event in outer.net.events_at(spot.node):
            caught = outer.net.part(event, "error")
            if caught is not None and caught.get("errorRef") == error:
                outer.interrupt(spot, event)
                return
        outer.throw(error)

    def clear(self) -> None:
        for spot in self.spots:
            if spot.inside:
                spot.inside.over = True
        self.spots.clear()
        self.at_joins.clear()

    def interrupt(self, spot: Spot, event: str) -> None:
        self.spots.remove(spot)
        if spot.inside:
            spot.inside.clear()
            spot.inside.over = True
        if self.net.kind(spot.node) == "eventBasedGateway":
            self.game.walked[spot.node] += 1
            self.game.walked[
                next(f.get("id") for f in self.net.outgoing(spot.node) if f.get("targetRef") == event)
            ] += 1
        self.leave(event)
        self.settle()

    def happen(self, spot: Spot, event: str) -> None:
        if self.net.nodes[event].get("cancelActivity") == "false":
            self.leave(event)
            self.settle()
        else:
            self.interrupt(spot, event)

    def fire(self, join: str, flows: set[str]) -> bool:
        if not all(self.at_joins[join, flow] for flow in flows):
            return False
        for flow in flows:
            self.at_joins[join, flow] -= 1
        self.leave(join)
        return True

    def settle(self) -> None:
        """Fire the inclusive joins that nothing more can reach; end the scope when it is empty."""
        while not self.over and any(self.fire_inclusive(join) for join in self.waiting_joins("inclusiveGateway")):
            pass
        if not self.over and not self.spots and not any(self.at_joins.values()):
            self.over = True
            if self.outer:
                outer, spot = self.outer
                if spot in outer.spots:
                    outer.spots.remove(spot)
                    outer.leave(spot.node)
                    outer.settle()

    def waiting_joins(self, what: str) -> set[str]:
        return {node for (node, _), count in self.at_joins.items() if count and self.net.kind(node) == what}

    def fire_inclusive(self, join: str) -> bool:
        have = {flow for (node, flow), count in self.at_joins.items() if node == join and count}
        empty = set(self.net.incoming(join)) - have
        moving = [spot.node for spot in self.spots]
        moving += [node for (node, _), count in self.at_joins.items() if count and node != join]
        reaches = [self.net.reach(node, join) for node in moving]
        return not any(reach & empty and not reach & have for reach in reaches) and self.fire(join, have)

    def everywhere(self) -> "Iterator[tuple[Scope, Spot]]":
        for spot in list(self.spots):
            yield self, spot
        for spot in list(self.spots):
            if spot.inside:
                yield from spot.inside.everywhere()


class Game:
    """One play of a diagram; after each move `walked` and `decided` say what it did."""

    def __init__(self, data: bytes, key: str, now: datetime) -> None:
        root = ET.fromstring(data)
        processes: dict[str, Net] = {}
        for drawn in root.findall(f"{BPMN}process"):
            processes[str(drawn.get("id"))] = Net(drawn, processes)
        self.names = {e.get("id"): e.get("name") for e in root}
        self.now = now
        self.walked: Counter = Counter()
        self.decided: Counter = Counter()
        self.cancelled = False
        self.top = Scope(processes[key], self, {})

    def start(self) -> None:
        self.top.go()

    def place(self, places: Sequence[tuple[str, ...]]) -> None:
        self.top.put(places)

    def open(self) -> Counter:
        return Counter(spot.node for scope, spot in self.top.everywhere() if scope.net.kind(spot.node) == "userTask")

    def due(self) -> datetime | None:
        return min((clock.due for _, _, _, clock in self.clocks()), default=None)

    def end(self) -> str | None:
        return "cancelled" if self.cancelled else self.top.last_end if self.top.over else None

    def complete(self, node: str, answers: dict, now: datetime) -> bool:
        """Whether the task was still open when the overdue timers had rung."""
        self.wake(now)
        for scope, spot in self.top.everywhere():
            if spot.node == node:
                scope.answers[node] = answers
                scope.spots.remove(spot)
                scope.leave(node)
                scope.settle()
                return True
        return False

    def signal(self, name: str, now: datetime) -> bool:
        """Whether anything waited for it; all that waited when it came hear it, outer ones first."""
        self.wake(now)
        heard = [
            (c, s, event)
            for c, s in self.top.everywhere()
            for event in c.net.events_at(s.node)
            if self.hears(c, event, name)
        ]
        for scope, spot, event in heard:
            if spot in scope.spots and not scope.over:
                scope.happen(spot, event)
        return bool(heard)

    def hears(self, scope: Scope, event: str, name: str) -> bool:
        parts = [scope.net.part(event, what) for what in ("signal", "message")]
        references = [part.get("signalRef") or part.get("messageRef") for part in parts if part is not None]
        return any(self.names.get(reference) == name for reference in references)

    def wake(self, now: datetime) -> None:
        while (due := self.due()) is not None and due <= now:
            self.now = due
            scope, spot, event, clock = next(found for found in self.clocks() if found[3].due == due)
            while clock.due <= now and clock.left:  # what was missed is one ring
                clock.due, clock.left = clock.due + clock.every, clock.left - 1
            scope.happen(spot, event)
        self.now = now

    def cancel(self) -> None:
        self.top.clear()
        self.top.over = self.cancelled = True

    def clocks(self) -> "Iterator[tuple[Scope, Spot, str, Clock]]":
        for scope, spot in self.top.everywhere():
            for event, clock in spot.clocks.items():
                if clock.left:
                    yield scope, spot, event, clock

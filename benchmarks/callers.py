"""Clients of the API: processes that carry dossiers through the reference process, an inbox page before each step."""

import json
import multiprocessing
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import repeat
from typing import Any

from benchmarks.world import answers

STEPS = 13
MEMBERS = 9
_NO_VOTE = 4
_UNIT_STEPS = ("propose", "unit_approve", "cluster_review")


@dataclass
class Seen:
    """Seconds that each answer took."""

    inbox: list[float] = field(default_factory=list)
    submit: list[float] = field(default_factory=list)


class Caller:
    """One connection, kept open, on which anybody's token travels."""

    def __init__(self, address: str) -> None:
        self.line = HTTPConnection(address, timeout=60)

    def ask(self, method: str, path: str, token: str, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        sent = None if body is None else json.dumps(body)
        self.line.request(method, path, sent, headers | ({"Content-Type": "application/json"} if sent else {}))
        answer = self.line.getresponse()
        content = answer.read()
        assert answer.status < 300, (answer.status, method, path, content[:500])
        return json.loads(content) if content else None


def open_dossiers(address: str, tokens: Mapping[str, str], wanted: int) -> list[str]:
    """So many dossiers with their first task open; their codes."""
    caller = Caller(address)
    about = {"award": "MEDAL", "unit": "U"}
    return [
        caller.ask(
            "POST",
            "/api/v1/dossier",
            tokens["propose"],
            {**about, "nominee": {"kind": "individual", "name": f"Candidate {n}"}},
        )["businessKey"]
        for n in range(wanted)
    ]


def carry(address: str, tokens: Mapping[str, str], codes: Sequence[str], clients: int) -> tuple[float, Seen]:
    """Carry every dossier to its end with so many clients at once: seconds in all, and those of each answer."""
    context = multiprocessing.get_context("spawn")
    shares = [list(codes[place::clients]) for place in range(clients)]
    with context.Pool(clients) as pool:
        pool.map(_warm, range(clients), chunksize=1)
        begun = time.perf_counter()
        found = pool.starmap(_carry, zip(repeat(address), repeat(dict(tokens)), shares), chunksize=1)
        taken = time.perf_counter() - begun
    return taken, Seen([t for one in found for t in one.inbox], [t for one in found for t in one.submit])


def _warm(_: int) -> None:
    time.sleep(0.2)


def _carry(address: str, tokens: Mapping[str, str], codes: Sequence[str]) -> Seen:
    caller, seen = Caller(address), Seen()
    for number, code in enumerate(codes):
        for who, sent in _steps(number):
            _step(caller, seen, tokens[who], code, sent)
    return seen


def _steps(number: int) -> list[tuple[str, dict[str, Any]]]:
    """Who does what: the unit, the cluster, nine members of the council, the authority."""
    first = [(task, answers(task, number, "go")) for task in _UNIT_STEPS]
    votes = [(f"member {seat}", {"vote": "no" if seat == _NO_VOTE else "yes"}) for seat in range(MEMBERS)]
    return [*first, *votes, ("sign", answers("sign", number, ""))]


def _step(caller: Caller, seen: Seen, token: str, code: str, sent: Mapping[str, Any]) -> None:
    begun = time.perf_counter()
    page = caller.ask("GET", "/api/v1/task", token)
    seen.inbox.append(time.perf_counter() - begun)
    task = next(one["id"] for one in page if one["businessKey"] == code)
    begun = time.perf_counter()
    caller.ask("POST", f"/api/v1/task/{task}/complete", token, sent)
    seen.submit.append(time.perf_counter() - begun)

"""A program that knows only docs/audit-format.md verifies what the service wrote."""

import hashlib
import json
import re
from datetime import UTC
from pathlib import Path

from factories import act, propose, walk
from service.models import Event, EventDetail

ROOT = Path(__file__).parents[2]
FORMAT = (ROOT / "docs" / "audit-format.md").read_text()


def canonical(value):
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def linked(event):
    link = FORMAT.partition("## The link")[2].partition("## Verifying")[0]
    names = re.findall(r"^\d+\. `(\w+)`", link, re.MULTILINE)
    values = [getattr(event, name) for name in names]
    at = event.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    plain = [value if value is None or isinstance(value, int) else str(value) for value in values]
    return [at if name == "at" else value for name, value in zip(names, plain, strict=True)]


def test_the_page_is_enough_to_verify_a_dossier(world):
    dossier_id = walk(world, "issue")
    act(world, "records", dossier_id)
    chain = sorted((e for e in world.all(Event) if e.dossier_id == dossier_id), key=lambda e: e.number)
    details = {(d.stream, d.number): d.fields for d in world.all(EventDetail)}

    previous = ""
    for event in chain:
        fields = details[event.stream, event.number]
        for name, field in fields.items():
            salted = bytes.fromhex(field["salt"]) + name.encode() + b"\x00" + canonical(field["value"])
            assert field["hash"] == sha256(salted)
        assert event.detail_digest == sha256(canonical({name: field["hash"] for name, field in fields.items()}))
        assert event.previous == previous
        assert event.hash == sha256(canonical(linked(event)))
        previous = event.hash

    dossier = world.dossier(dossier_id)
    assert (dossier.head, dossier.events) == (previous, len(chain))
    assert chain[-1].state_sha256 == sha256(dossier.state)


def test_every_kind_of_event_on_a_dossier_is_on_the_page():
    commands = "".join(path.read_text() for path in (ROOT / "service" / "commands").glob("*.py"))
    noted = set(re.findall(r"events\.note\(\s*session,\s*[\w.]+,\s*\"(\w+)\"", commands))
    noted |= set(re.findall(r"kind=\"(\w+)\"", commands))
    noted |= set(re.findall(r"kind=\"\w+\" if \w+ else \"(\w+)\"", commands))

    assert noted >= {"task_completed", "ballot_cast", "dossier_suspended"}
    assert {kind for kind in noted if f"`{kind}`" not in FORMAT} == set()


def test_answers_stand_in_no_event(world):
    act(world, "lan", propose(world))

    told = canonical([d.fields for d in world.all(EventDetail)]).decode()

    assert "mười hai giáo viên" not in told

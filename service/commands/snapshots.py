"""Where a dossier stood before its last step: kept with it, so that the step can be taken back to the byte."""

from base64 import b64decode, b64encode
from datetime import date, datetime
from typing import Any

from service.actors import Actor
from service.models import Dossier, WorkItem

Snapshot = dict[str, Any]


def taken(dossier: Dossier, item: WorkItem | None, actor: Actor | None) -> Snapshot | None:
    """How the dossier stands; None where nobody could take back the step: it is no single person's answer."""
    if item is None or item.panel or actor is None:
        return None
    return {
        "item": str(item.id),
        "by": str(actor.id),
        "state": b64encode(dossier.state).decode(),
        "stage": dossier.stage,
        "wake_at": _text(dossier.wake_at),
        "submitted": dossier.submitted_at is not None,
        "clock": [_text(dossier.clock_stopped_on), dossier.clock_left, dossier.clock_element],
        "returns": dossier.returns,
    }


def state_in(snapshot: Snapshot) -> bytes:
    """The engine's state before the step."""
    return b64decode(snapshot["state"])


def put_back(dossier: Dossier, snapshot: Snapshot) -> None:
    """Let a running dossier stand as it stood: state, stage, timers, clock, and whether it had left its unit."""
    stopped_on, left, element = snapshot["clock"]
    dossier.state = state_in(snapshot)
    dossier.stage = snapshot["stage"]
    dossier.wake_at = datetime.fromisoformat(snapshot["wake_at"]) if snapshot["wake_at"] else None
    dossier.submitted_at = dossier.submitted_at if snapshot["submitted"] else None
    dossier.clock_stopped_on = date.fromisoformat(stopped_on) if stopped_on else None
    dossier.clock_left, dossier.clock_element = left, element
    dossier.returns = snapshot["returns"]
    dossier.before = None


def _text(value: date | None) -> str | None:
    return value.isoformat() if value else None

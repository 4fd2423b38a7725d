"""Which events other systems may be told of, and what they are called there (docs/operators.md has the table)."""

from collections.abc import Mapping
from typing import Any

PREFIX = "vn.vinhdanh."
TEST = f"{PREFIX}test"
"""Sent by hand, to try an address."""
NAMES: Mapping[str, str] = {
    "dossier_opened": "dossier.opened",
    "dossier_withdrawn": "dossier.withdrawn",
    "dossier_suspended": "dossier.suspended",
    "dossier_resumed": "dossier.resumed",
    "task_completed": "task.completed",
    "task_claimed": "task.claimed",
    "task_released": "task.released",
    "task_reassigned": "task.assigned",
    "task_reminded": "task.reminded",
    "task_overdue": "task.overdue",
    "recalled": "task.recalled",
    "voting_opened": "voting.opened",
    "vote_completed": "voting.completed",
    "voting_closed": "voting.completed",
    "timer_rang": "timer.rang",
    "document_attached": "document.attached",
    "document_removed": "document.removed",
    "commented": "comment.added",
    "incident_raised": "incident.raised",
    "incident_resolved": "incident.resolved",
}
"""What happened by what it is called outside. What is not here stays inside: a ballot, a question, a draft."""
CREATED, ENDED, RAISED = "task.created", "dossier.ended", "incident.raised"
TYPES = tuple(PREFIX + name for name in dict.fromkeys([*NAMES.values(), CREATED, ENDED, RAISED]))
"""Every type a receiver may ask for."""


def types_of(kind: str, detail: Mapping[str, Any]) -> list[str]:
    """The types by which an event is told: its own, and those of what it led to; none when it stays inside."""
    if kind not in NAMES:
        return []
    led_to = {CREATED: detail.get("opened"), ENDED: detail.get("end"), RAISED: detail.get("incidents")}
    names = [NAMES[kind], *(name for name, found in led_to.items() if found)]
    return [PREFIX + name for name in dict.fromkeys(names)]

"""What the demo tells: one story a dossier, read from stories.yaml."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from service import seed

TASKS = (
    "proposal",
    "unit_approval",
    "cluster_review",
    "intake",
    "appraisal",
    "agency_approval",
    "council_opening",
    "council_ballot",
    "signature",
    "issue",
)
"""The standard path."""
_EXCEPTIONAL = "BK_TINH_DX"
_AT_ONCE = ("proposal", "unit_approval", "quick_appraisal", "agency_consent", "signature", "issue")
"""The path of the simplified procedure."""
_LAST_TASK = {
    "unit_rejected": "unit_approval",
    "not_nominated": "cluster_review",
    "rejected_at_appraisal": "appraisal",
    "rejected_by_vote": "council_ballot",
    "refused": "signature",
    "issued": "issue",
}


@dataclass(frozen=True)
class Story:
    """One dossier: who it honours, and how far it came. `number` counts from 1 in the order of the file."""

    number: int
    at: str
    unit: str
    award: str
    nominee: Mapping[str, Any]
    since: int = 0
    achievement: str = ""
    initiatives: str = ""
    prior_awards: str = ""
    method: str = "merit"
    campaign: str = ""
    typed: str = "sent"
    """How much of the proposal was written: nothing, half, whole, or sent."""
    like: int | None = None
    returned_by: Sequence[str] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    sitting: str | None = None
    votes: int = 9
    in_favour: int = 9
    register: int | None = None
    deed: Mapping[str, str] = field(default_factory=dict)
    """What was done outside any plan: `place`, and who `confirmed` it."""
    claimed_by: str | None = None
    suspended: str | None = None
    withdrawn_from: str | None = None
    reason: str = ""

    @property
    def exceptional(self) -> bool:
        """Whether the simplified procedure honours it."""
        return self.award == _EXCEPTIONAL

    @property
    def path(self) -> tuple[str, ...]:
        """The tasks of the straight path."""
        return _AT_ONCE if self.exceptional else TASKS

    @property
    def done(self) -> tuple[str, ...]:
        """The tasks of the straight path that were completed, each at least once."""
        if self.at == "draft":
            return ()
        if self.at in _LAST_TASK:
            return self.path[: self.path.index(_LAST_TASK[self.at]) + 1]
        return self.path[: self.path.index(self.waits_at)]

    @property
    def waits_at(self) -> str:
        """The task of the straight path that comes next, or that sent the dossier back."""
        if self.at in ("supplement", "closed_incomplete"):
            return self.returned_by[-1]
        return self.withdrawn_from or self.at


@dataclass(frozen=True)
class Stories:
    """All stories, the sittings of the council (working days ago), and where people and units belong."""

    all: Sequence[Story]
    sittings: Mapping[str, int]
    units: Mapping[str, str]
    """The unit of each user name."""
    clusters: Mapping[str, str]
    """The cluster of each unit."""

    def reviewer(self, unit: str) -> str:
        """Who reviews for the cluster: its head, or the deputy when the proposal comes from the head's own unit."""
        head = f"cluster.{self.clusters[unit].lower()}"
        return f"{head}.deputy" if self.units[head] == unit else head


def read_stories() -> Stories:
    """The demo's stories, from the packaged files."""
    told = yaml.safe_load(Path(__file__).with_name("stories.yaml").read_bytes())
    province = seed.read("province.yaml")
    return Stories(
        all=[Story(number, **row) for number, row in enumerate(told["stories"], 1)],
        sittings=told["sittings"],
        units={person["username"]: person["unit"] for person in province["people"]},
        clusters={unit: cluster["code"] for cluster in province["clusters"] for unit in cluster["members"]},
    )

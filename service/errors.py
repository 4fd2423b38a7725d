"""What goes wrong for a person, named after it. No HTTP here: the web meets these in one table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from workflows.errors import msg


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody may not, in words: an English template over `values`, translated when shown."""

    code: str
    message: str
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The English message with its values filled in."""
        return self.message.format(**self.values)

    def __str__(self) -> str:
        """The English message, as when one reason stands inside another."""
        return self.text


class ServiceError(Exception):
    """The root of what commands and queries raise."""


class NotFound(ServiceError):
    """It does not exist, or the reader may not know of it."""


class NotAllowed(ServiceError):
    """The actor may know of it but may not do this; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.text)
        self.reason = reason


class Refused(ServiceError):
    """The act cannot be done as asked, whoever asks (suspended, too late, nothing chosen); `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.text)
        self.reason = reason


class Conflict(ServiceError):
    """Somebody was faster: the item is done, claimed or gone. Nothing was saved but the actor's draft."""

    def __init__(
        self, reason: Reason, *, who: str | None, at: datetime | None, dossier_code: str | None = None
    ) -> None:
        super().__init__(reason.text)
        self.reason = reason
        self.who = who
        self.at = at
        self.dossier_code = dossier_code


class Stale(ServiceError):
    """What the caller has seen is no longer so: they said to act only on that, and nothing was done."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.text)
        self.reason = reason


class SettingError(ServiceError):
    """A setting is missing, malformed or unsafe; the message names it."""


SUSPENDED = Reason("suspended", msg("The dossier is suspended; nothing can be done until it is resumed."))
ENDED = Reason("ended", msg("The dossier has already ended."))

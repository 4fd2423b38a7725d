"""The published processes, and their diagrams as their authors saved them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from service.errors import NotFound
from service.models import Process, ProcessFile, ProcessVersion


@dataclass(frozen=True, slots=True)
class PublishedProcess:
    """A process by its key, in the version new dossiers start on."""

    key: str
    name: str
    version: int
    version_id: UUID
    sha256: str
    published: datetime | None
    resource: str
    """The diagram's file name."""


def published_processes(session: Session) -> Sequence[PublishedProcess]:
    """Every process that has a version, by key."""
    return [PublishedProcess(*row) for row in session.execute(_current(*_SHOWN).order_by(Process.key))]


def diagram(session: Session, key: str) -> tuple[PublishedProcess, str]:
    """The process with this key and its BPMN. Raises NotFound."""
    found = session.execute(_current(*_SHOWN, ProcessFile.data).where(Process.key == key)).one_or_none()
    if found is None:
        raise NotFound(key)
    *shown, data = found
    return PublishedProcess(*shown), data.decode()


_SHOWN = (
    Process.key,
    Process.name,
    ProcessVersion.number,
    ProcessVersion.id,
    ProcessVersion.name,
    ProcessVersion.published_at,
    ProcessFile.name,
)


def _current(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Process)
        .join(ProcessVersion, ProcessVersion.id == Process.current_version_id)
        .join(ProcessFile, ProcessFile.version_id == ProcessVersion.id)
        .where(ProcessFile.name.endswith(".bpmn"))
    )

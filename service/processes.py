"""Published processes: which version a dossier follows, and how a new one is published."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from service import events, library, rows
from service.actors import Actor
from service.errors import NotFound
from service.facts import KNOWN
from service.ids import new_id
from service.models import Dossier, Process, ProcessFile, ProcessVersion, Role
from workflows.check import check_bundle
from workflows.definition import Definition, bundle_name, compile_bundle, forms_named_by
from workflows.errors import DiagramError

_compiled: dict[str, Definition] = {}
"""Definitions by bundle name. They never change, so every session and thread shares them."""

_FILES = (
    select(ProcessFile.name, ProcessFile.data, ProcessVersion.process_key)
    .join(ProcessVersion, ProcessVersion.id == ProcessFile.version_id)
    .where(ProcessVersion.id == bindparam("version"))
)


def definition_of(session: Session, dossier: Dossier) -> Definition:
    """The definition the dossier is pinned to."""
    return definition_named(session, dossier.definition, dossier.version_id)


def definition_named(session: Session, name: str, version_id: UUID) -> Definition:
    """The definition of a version, compiled once in a process."""
    if name not in _compiled:
        files = session.execute(_FILES, {"version": version_id}).all()
        bundle = {row.name: row.data for row in files}
        _compiled[name] = compile_bundle(bundle, files[0].process_key)
    return _compiled[name]


def current_version(session: Session, key: str) -> ProcessVersion:
    """The version on which new dossiers of the process start. Raises NotFound when none is published."""
    found = session.scalar(
        select(ProcessVersion).join(Process, Process.current_version_id == ProcessVersion.id).where(Process.key == key)
    )
    if found is None:
        raise NotFound(key)
    return found


def publish(
    session: Session, key: str, name: str, files: Mapping[str, bytes], *, actor: Actor | None, now: datetime
) -> ProcessVersion:
    """Check a bundle and make it the version new dossiers start on. Raises DiagramError with every problem."""
    problems = check_bundle(files, KNOWN, frozenset(Role))
    if problems:
        raise DiagramError(*problems)
    process = session.get(Process, key, with_for_update=True)
    if process is None:
        process = Process(key=key, name=name, current_version_id=None)
        session.add(process)
    version = _version(session, key, files, actor, now)
    version.published_at, version.reviewer_id = now, actor.id if actor else None
    process.name, process.current_version_id = name, version.id
    _note(session, "version_published", version, actor, now)
    return version


def upgrade_from_files(session: Session, now: datetime) -> None:
    """Publish each packaged process that has no version yet; a changed one becomes a draft and replaces nothing."""
    forms = library.forms()
    for file, diagram in library.diagrams().items():
        needed = {f"{form}.json" for form in forms_named_by(diagram)}
        bundle = {file: diagram, **{form: forms[form] for form in sorted(needed)}}
        definition = compile_bundle(bundle)
        process = session.get(Process, definition.key)
        if process is None:
            publish(session, definition.key, definition.key, bundle, actor=None, now=now)
        elif _named(session, process.key, definition.name) is None:
            _note(session, "version_drafted", _version(session, process.key, bundle, None, now), None, now)


def _version(
    session: Session, key: str, files: Mapping[str, bytes], actor: Actor | None, now: datetime
) -> ProcessVersion:
    """The version with these very bytes: an earlier draft of it, or a new one."""
    name = bundle_name(files)
    found = _named(session, key, name)
    if found is not None:
        return found
    last = session.scalar(select(func.max(ProcessVersion.number)).where(ProcessVersion.process_key == key)) or 0
    version = ProcessVersion(
        id=new_id(), process_key=key, number=last + 1, name=name, created_at=now, author_id=actor.id if actor else None
    )
    session.add(version)
    session.flush()
    rows.add(
        session,
        ProcessFile,
        [
            {"version_id": version.id, "name": file, "sha256": sha256(data).hexdigest(), "data": data}
            for file, data in sorted(files.items())
        ],
    )
    return version


def _named(session: Session, key: str, name: str) -> ProcessVersion | None:
    return session.scalar(select(ProcessVersion).where(ProcessVersion.process_key == key, ProcessVersion.name == name))


def _note(session: Session, kind: str, version: ProcessVersion, actor: Actor | None, now: datetime) -> None:
    detail = {"number": version.number, "name": version.name}
    events.note_on(session, f"process/{version.process_key}", kind, detail, actor=actor, at=now)

"""Published processes: which version a dossier follows, and how a new one is published."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from service import events, library, rows
from service.actors import ACTING, Actor
from service.facts import KNOWN, calendar
from service.ids import new_id
from service.models import Dossier, Process, ProcessFile, ProcessVersion
from workflows import scenarios
from workflows.check import check_bundle
from workflows.definition import Definition, bundle_name, compile_bundle, forms_named_by, process_name
from workflows.errors import DiagramError, Problem

SCENARIOS = ".scenarios.yaml"
_compiled: dict[tuple[str, UUID], Definition] = {}
"""Definitions by bundle name and version: the same files may be published under two keys.

They never change, so every session and thread shares them.
"""

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
    if (name, version_id) not in _compiled:
        files = session.execute(_FILES, {"version": version_id}).all()
        bundle = {row.name: row.data for row in files}
        _compiled[name, version_id] = compile_bundle(bundle, files[0].process_key)
    return _compiled[name, version_id]


def publish(
    session: Session, key: str, files: Mapping[str, bytes], *, actor: Actor | None, now: datetime
) -> ProcessVersion:
    """Check a bundle, play its scenarios and make it the version new dossiers start on.

    Who published a version and when is written once. Raises DiagramError with every problem, or ScenarioError.
    """
    problems = check_bundle(files, KNOWN, ACTING) or _differences(files, key)
    if problems:
        raise DiagramError(*problems)
    name = process_name(files, key)
    process = session.get(Process, key, with_for_update=True)
    if process is None:
        process = Process(key=key, name=name, current_version_id=None)
        session.add(process)
    version = _version(session, key, files, actor, now)
    if version.published_at is None:
        version.published_at, version.reviewer_id = now, actor.id if actor else None
    process.name, process.current_version_id = name, version.id
    _note(session, "version_published", version, actor, now)
    return version


def upgrade_from_files(session: Session, now: datetime) -> None:
    """Publish each packaged process that has no version yet; a changed one becomes a draft and replaces nothing."""
    for file, diagram in library.diagrams().items():
        bundle = _packaged(file, diagram)
        definition = compile_bundle(bundle)
        process = session.get(Process, definition.key)
        if process is None:
            publish(session, definition.key, bundle, actor=None, now=now)
        elif _named(session, process.key, definition.name) is None:
            _note(session, "version_drafted", _version(session, process.key, bundle, None, now), None, now)


def _packaged(file: str, diagram: bytes) -> Mapping[str, bytes]:
    """The diagram with its forms, and its scenarios where there are any."""
    forms, scenarios_of = library.forms(), library.scenarios()
    needed = sorted(f"{form}.json" for form in forms_named_by(diagram))
    beside = file.removesuffix(".bpmn") + SCENARIOS
    told = {beside: scenarios_of[beside]} if beside in scenarios_of else {}
    return {file: diagram, **{form: forms[form] for form in needed}, **told}


def _differences(files: Mapping[str, bytes], key: str) -> tuple[Problem, ...]:
    """Where the process does something else than the bundle's scenarios for it say."""
    told = [scenarios.load(data) for name, data in files.items() if name.endswith(SCENARIOS)]
    played = [one for book in told if book.process == key for one in book.scenarios]
    if not played:
        return ()
    definition, facts = compile_bundle(files, key), {"calendar": calendar()}
    return tuple(problem for one in played for problem in scenarios.play(definition, one, facts=facts))


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

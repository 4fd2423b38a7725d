"""What is kept in the house's language, as the reader's: definitions, and titles that rows keep as plain text."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import language, processes
from service.models import AwardKind, Choice, Dossier, ProcessVersion
from workflows.definition import Definition
from workflows.forms import Option


def definition_of(session: Session, dossier: Dossier) -> Definition:
    """The definition the dossier is pinned to, to be shown: its names, stages and forms as the reader reads them."""
    return definition_named(session, dossier.definition, dossier.version_id)


def definition_named(session: Session, name: str, version_id: UUID) -> Definition:
    """The same of a version."""
    definition = processes.definition_named(session, name, version_id)
    return definition.english if language.reader() == language.ENGLISH else definition


def title_of(option: Option) -> str:
    """What an option of a form or of the catalogue is called where the reader sees it."""
    return option.en.get("title", option.title) if language.reader() == language.ENGLISH else option.title


def titles_read(session: Session) -> Mapping[str, str]:
    """What titles are called where the reader sees them, as far as they are called otherwise there."""
    return english_titles(session) if language.reader() == language.ENGLISH else {}


def english_titles(session: Session) -> Mapping[str, str]:
    """English by Vietnamese: published processes, tasks, ends, stages and questions; awards and their papers."""
    published = select(ProcessVersion.name, ProcessVersion.id).where(ProcessVersion.published_at.is_not(None))
    versions = tuple((name, version) for name, version in session.execute(published.order_by(ProcessVersion.number)))
    definitions = tuple(processes.definition_named(session, *version) for version in versions)
    catalogue = {name: english for name, english in session.execute(select(Choice.name, Choice.name_en))}
    for award in session.execute(select(AwardKind.name, AwardKind.name_en, AwardKind.documents)):
        catalogue |= {award.name: award.name_en} | {one["name"]: one["name_en"] for one in award.documents}
    return {**catalogue, **_drawn(definitions)}


@lru_cache(4)
def _drawn(definitions: tuple[Definition, ...]) -> Mapping[str, str]:
    return {title: english for definition in definitions for title, english in _titles(definition) if title}


def _titles(definition: Definition) -> Iterator[tuple[str, str]]:
    yield definition.title, definition.english_title
    for name, form in definition.forms.items():
        english_form = definition.english.forms[name].by_name
        yield from ((one.title, english_form[one.name].title) for one in form.fields)
    for node in definition.graph.nodes.values():
        english = definition.english.graph.nodes[node.id]
        yield node.stage or "", english.stage or ""
        yield node.name, english.name

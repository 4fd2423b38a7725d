"""A letter that tells a person of their notices: in their language, with codes and tasks and nothing more personal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from service import language, permissions
from service.models import Notice, Person
from service.queries.notices import HIDDEN, Told, told, told_to
from service.queries.worded import english_titles
from workflows.calendar import ZONE
from workflows.errors import msg

_ONE = msg("Vinh Danh: {code}")
_SEVERAL = msg("Vinh Danh: {number} new notices")
_GREETING = msg("Dear {name},")
_CLOSING = msg("You decide what is mailed to you, and how often, on your account's page: {address}")


@dataclass(frozen=True, slots=True)
class Letter:
    """What to send where; `notices` are those it tells of."""

    to: str
    subject: str
    text: str
    notices: tuple[UUID, ...]


def letter_for(
    session: Session, person_id: UUID, notices: Sequence[UUID], *, address: str, today: date
) -> Letter | None:
    """The letter that tells of these notices; None when all have been read or mailed, or the person wants no mail.

    What tells of a dossier that the person may no longer know of is left out.
    `address` is where the installation is reached.
    """
    person = session.get(Person, person_id)
    actor = permissions.actor_of(session, person_id, today=today)
    if person is None or actor is None or not person.email or person.mail == "none":
        return None
    waiting = told_to(actor).where(Notice.id.in_(notices), Notice.mailed_at.is_(None), Notice.read_at.is_(None))
    told_of = [told(row) for row in session.execute(waiting.order_by(Notice.id))]
    lines = [line for line in told_of if line.kind != HIDDEN]
    if not lines:
        return None
    with language.spoken(person.language):
        titles = english_titles(session) if language.reader() == language.ENGLISH else {}
        text = _text(person, lines, address, titles)
        return Letter(person.email, _subject(lines), text, tuple(one.id for one in lines))


def _subject(lines: Sequence[Told]) -> str:
    if len(lines) == 1:
        return language.translated(_ONE, {"code": lines[0].code})
    return language.translated(_SEVERAL, {"number": len(lines)})


def _text(person: Person, lines: Sequence[Told], address: str, titles: Mapping[str, str]) -> str:
    parts = [language.translated(_GREETING, {"name": person.name})]
    parts += [_paragraph(line, address, titles) for line in lines]
    parts.append(language.translated(_CLOSING, {"address": f"{address}/account"}))
    return "\n\n".join(parts) + "\n"


def _paragraph(line: Told, address: str, titles: Mapping[str, str]) -> str:
    values = {name: titles.get(value, value) for name, value in line.values.items()}
    said = language.translated(line.message, {name: _shown(value) for name, value in values.items()})
    return f"{line.at.astimezone(ZONE):%H:%M %d/%m/%Y} · {line.code}\n{said}\n{address}{_path(line)}"


def _path(line: Told) -> str:
    if line.is_talk:
        return f"/dossiers/{line.code}/comments"
    return f"/inbox?item={line.item_id}" if line.item_id else f"/dossiers/{line.code}"


def _shown(value: Any) -> Any:
    return f"{value:%d/%m/%Y}" if isinstance(value, (date, datetime)) else value

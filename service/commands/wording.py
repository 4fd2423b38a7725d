"""What people write to each other on a dossier: how long it may be, and whom it names with @."""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import permissions
from service.clock import local_date
from service.errors import Reason, Refused
from service.models import Dossier, Person
from service.text import MENTION
from workflows.errors import msg

LONGEST = 4000
"""Characters of a comment, a question or an answer."""
MOST_NAMED = 20
"""People one text may name."""
_EMPTY = Reason("empty", msg("Write something first."))
_TOO_LONG = Reason("too_long", msg("A text here has at most {most} characters; this one has {length}."))
_STRANGERS = msg("{names} may not read this dossier or is not known here, and cannot be named on it.")
_TOO_MANY = Reason("too_many", msg("At most {most} people are named in one text."), {"most": MOST_NAMED})


def worded(text: str) -> str:
    """The text as it is kept: NFC, one kind of line ends, no control characters. Raises Refused: empty, too long."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()
    clean = "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    if not clean:
        raise Refused(_EMPTY)
    if len(clean) > LONGEST:
        raise Refused(Reason(_TOO_LONG.code, _TOO_LONG.message, {"most": LONGEST, "length": len(clean)}))
    return clean


def named_in(session: Session, dossier: Dossier, text: str, *, now: datetime) -> Sequence[UUID]:
    """The people a text names with @username, each once. Raises Refused for those who may not read the dossier."""
    usernames = list(dict.fromkeys(name.casefold() for name in MENTION.findall(text)))
    if not usernames:
        return ()
    if len(usernames) > MOST_NAMED:
        raise Refused(_TOO_MANY)
    known = _readers(session, dossier, usernames, now)
    if strangers := [f"@{name}" for name in usernames if name not in known]:
        raise Refused(Reason("strangers", _STRANGERS, {"names": ", ".join(strangers)}))
    return [known[name] for name in usernames]


def _readers(session: Session, dossier: Dossier, usernames: Sequence[str], now: datetime) -> Mapping[str, UUID]:
    """Those of them who may know of the dossier today."""
    ids = session.scalars(select(Person.id).where(Person.username.in_(usernames))).all()
    people = permissions.actors_among(session, ids, today=local_date(now))
    readers = permissions.onlookers(session, dossier, people)
    return {person.username: person.id for person in people if person.id in readers}

"""How the pages put things: deadlines, sizes, people's initials, the names of roles and endings."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from babel.numbers import format_decimal
from flask import Flask, g
from flask_babel import gettext, lazy_gettext, ngettext

from service import deadlines, language
from service.db import reading
from service.errors import Reason
from service.models import Incident, Role
from service.queries.worded import english_titles
from service.web import current
from service.web.i18n import day, said

SOON = 2
"""From this many working days on a deadline is near."""


class Badge(NamedTuple):
    """A pill: `tone` is late, soon, ok or wait; words say the same as the colour."""

    tone: str
    text: str


_TITLES = "titles"
"""In `g`: what this request has read of them."""

ROLES = {
    Role.UNIT_CLERK: lazy_gettext("Unit clerk"),
    Role.UNIT_HEAD: lazy_gettext("Head of unit"),
    Role.CLUSTER_HEAD: lazy_gettext("Head of cluster"),
    Role.INTAKE_CLERK: lazy_gettext("Intake clerk"),
    Role.APPRAISER: lazy_gettext("Appraiser"),
    Role.AGENCY_LEAD: lazy_gettext("Head of the standing agency"),
    Role.COUNCIL_SECRETARY: lazy_gettext("Council secretary"),
    Role.COUNCIL_MEMBER: lazy_gettext("Council member"),
    Role.COMPETENT_AUTHORITY: lazy_gettext("Competent authority"),
    Role.RECORDS_CLERK: lazy_gettext("Records clerk"),
    Role.INSPECTOR: lazy_gettext("Inspector"),
    Role.AUDITOR: lazy_gettext("Auditor"),
    Role.SYS_ADMIN: lazy_gettext("System administrator"),
    Role.PUBLISHER: lazy_gettext("Process publisher"),
}


_OF_OTHERS = {
    "not_your_role": lazy_gettext("holds another role"),
    "own_unit": lazy_gettext("belongs to the proposing unit"),
    "nominee": lazy_gettext("is the nominee"),
    "did": lazy_gettext("did an earlier task of this dossier"),
    "claimed": lazy_gettext("somebody else has taken it"),
    "delegator": lazy_gettext("acts for somebody who must not do it"),
    "suspended": lazy_gettext("the dossier is suspended"),
}


def set_up(app: Flask) -> None:
    """Give templates the words."""
    for word in (due_badge, role_name, initials, belled, file_size, why_barred, trouble):
        app.add_template_global(word, word.__name__)
    app.add_template_filter(in_words, "in_words")
    app.add_template_filter(titled, "titled")


def due_badge(due_on: date | None, *, waiting: bool = False) -> Badge:
    """How long is left, in working days: "2 working days left", "3 days overdue"; a stopped clock waits."""
    if waiting or due_on is None:
        return Badge("wait", gettext("Awaiting supplement") if waiting else gettext("No deadline"))
    left = deadlines.working_days_left(due_on, current.today())
    if left < 0:
        return Badge("late", ngettext("%(num)s working day overdue", "%(num)s working days overdue", -left))
    if left == 0:
        return Badge("soon", gettext("Due today"))
    tone = "soon" if left <= SOON else "ok"
    return Badge(tone, ngettext("%(num)s working day left", "%(num)s working days left", left))


def role_name(role: str | None) -> str:
    """A role in the reader's language; nothing for nothing."""
    return str(ROLES[Role(role)]) if role in set(Role) else role or ""


def titled(title: str | None) -> str:
    """A title that is kept in Vietnamese (of a task, stage, award or paper), in the reader's language."""
    if not title or language.reader() == language.HOUSE:
        return title or ""
    if _TITLES not in g:
        with reading(current.database()) as database:
            setattr(g, _TITLES, english_titles(database))
    known: Mapping[str, str] = g.get(_TITLES)
    return known.get(title, title)


def in_words(value: object) -> str:
    """An answer as text: a day, yes or no, several options, or itself."""
    if isinstance(value, bool):
        return str(gettext("Yes") if value else gettext("No"))
    if isinstance(value, date):
        return day(value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def why_barred(reason: Reason) -> str:
    """Why somebody else cannot act, told of them rather than to them."""
    return str(_OF_OTHERS[reason.code.split(":")[0]]) if reason.code.split(":")[0] in _OF_OTHERS else said(reason)


def trouble(incident: Incident) -> str:
    """Why a dossier could not move on."""
    return in_house_words(Reason(incident.rule, incident.message, incident.values))


def in_house_words(reason: Reason) -> str:
    """A reason whose task and role, also those of the reason within it, are called as the pages call them."""
    values = dict(reason.values)
    if "task" in values:
        values["task"] = titled(str(values["task"]))
    if "role" in values:
        values["role"] = role_name(values["role"])
    if isinstance(within := values.get("reason"), Reason):
        values["reason"] = in_house_words(within)
    return said(replace(reason, values=values))


def initials(name: str) -> str:
    """Two letters that stand for a person: of the family name and of the given name."""
    parts = name.split()
    return (parts[0][0] + parts[-1][0]).upper() if len(parts) > 1 else name[:2].upper()


def counted(number: int) -> str:
    """A count for people: nobody needs more than 999+."""
    return str(number) if number < 1000 else "999+"


def belled(number: int) -> str:
    """A count for the bell: nothing for none, and no more than fits."""
    return "" if number == 0 else str(number) if number < 100 else "99+"


def file_size(size: int) -> str:
    """A file's size in kB or MB, as the reader's language writes numbers."""
    amount, unit = (size / 1000, "kB") if size < 1_000_000 else (size / 1_000_000, "MB")
    return f"{format_decimal(round(amount, 1), locale=language.reader())} {unit}"

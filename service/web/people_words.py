"""How pages speak of people: who acts in whose place, who is away, and what was changed on their entry."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Flask
from flask_babel import gettext, lazy_gettext

from service.actors import Actor
from service.models import WorkItem
from service.queries.explain import Explanation
from service.web.i18n import day
from service.web.words import role_name

FORMS = {
    "KT": lazy_gettext("KT. (in the head's place)"),
    "TUQ": lazy_gettext("TUQ. (by authorisation)"),
    "TL": lazy_gettext("TL. (by order)"),
}
_ACTS = {
    "person_added": lazy_gettext("Entered"),
    "person_changed": lazy_gettext("Entry changed"),
    "person_left": lazy_gettext("Deactivated"),
    "person_returned": lazy_gettext("Reactivated"),
    "role_granted": lazy_gettext("Role granted"),
    "role_revoked": lazy_gettext("Role ended"),
    "delegated": lazy_gettext("Role delegated"),
    "delegation_ended": lazy_gettext("Delegation ended"),
    "absence_recorded": lazy_gettext("Leave recorded"),
    "absence_ended": lazy_gettext("Leave ended"),
    "signed_in": lazy_gettext("Signed in"),
    "signed_out": lazy_gettext("Signed out"),
    "sessions_ended": lazy_gettext("Signed out elsewhere"),
    "password_set": lazy_gettext("Password set"),
    "password_changed": lazy_gettext("Password changed"),
    "password_reset": lazy_gettext("Password set by a link"),
    "password_reset_asked": lazy_gettext("Asked for a password link"),
    "password_reset_made": lazy_gettext("Password link made"),
    "second_factor_begun": lazy_gettext("Second factor begun"),
    "second_factor_on": lazy_gettext("Second factor turned on"),
    "second_factor_off": lazy_gettext("Second factor turned off"),
    "email_set": lazy_gettext("E-mail address changed"),
    "mail_set": lazy_gettext("Choice of mail changed"),
    "token_made": lazy_gettext("Access token made"),
    "token_ended": lazy_gettext("Access token ended"),
    "list_sent": lazy_gettext("List sent"),
    "list_taken": lazy_gettext("List taken in"),
    "list_submitted": lazy_gettext("List submitted"),
    "list_dropped": lazy_gettext("List dropped"),
}
_SAYS = {
    "name": lazy_gettext("Name"),
    "username": lazy_gettext("User name"),
    "position": lazy_gettext("Position"),
    "unit": lazy_gettext("Unit"),
    "unit_id": lazy_gettext("Unit"),
    "email": lazy_gettext("E-mail"),
    "role": lazy_gettext("Role"),
    "scope_id": lazy_gettext("Where"),
    "delegator": lazy_gettext("Given by"),
    "delegate": lazy_gettext("To"),
    "form": lazy_gettext("Form"),
    "basis": lazy_gettext("Legal basis"),
    "from": lazy_gettext("From"),
    "to": lazy_gettext("Until"),
    "reason": lazy_gettext("Reason"),
    "tasks": lazy_gettext("Tasks given back"),
    "ballots": lazy_gettext("Ballots left open"),
    "tokens": lazy_gettext("Tokens ended"),
    "sessions_ended": lazy_gettext("Browsers signed out"),
    "address": lazy_gettext("From the address"),
}
_DAYS = frozenset({"from", "to"})


def set_up(app: Flask) -> None:
    """Give templates these words."""
    app.jinja_env.globals["signing_forms"] = FORMS
    app.add_template_filter(role_name, "role_name")
    for word in (in_place_of, acting_name, taken_by, away, person_act, person_says):
        app.add_template_global(word, word.__name__)


def in_place_of(name: str, holder: str | None) -> str:
    """Who acted, and for whom: "A for B"; the name alone when in nobody's place."""
    return str(gettext("%(name)s for %(holder)s", name=name, holder=holder)) if holder else name


def acting_name(person: Actor, reader: Actor | None = None) -> str:
    """Somebody who holds a role, named with those they hold it for; the reader is "you"."""
    name = str(gettext("you")) if reader is not None and person.id == reader.id else person.name
    return in_place_of(name, ", ".join(person.stands_for))


def taken_by(explanation: Explanation | None, item: WorkItem, name: str) -> str:
    """Who has taken an item, and for whom, as far as they still hold its role."""
    person = explanation.known(item.assignee_id) if explanation else None
    return acting_name(person) if person else name


def away(until: date | None) -> str:
    """That somebody is on leave, and until when; nothing when they are not."""
    if until is None:
        return ""
    return str(gettext("away until %(day)s", day=day(until)))


def person_act(kind: str) -> str:
    """What happened to a person, in words."""
    return str(_ACTS.get(kind, kind))


def person_says(says: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What an event says besides, as far as it is of use to people: titles and values."""
    return [
        (str(_SAYS[name]), _shown(name, value)) for name, value in says.items() if name in _SAYS and _is_said(value)
    ]


def _is_said(value: Any) -> bool:
    return isinstance(value, (str, int)) and bool(value)


def _shown(name: str, value: Any) -> str:
    if name == "role":
        return role_name(value)
    if name == "form":
        return str(FORMS.get(value, value))
    if name in _DAYS:
        return day(value)
    return str(value)

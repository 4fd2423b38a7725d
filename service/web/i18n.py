"""The language of the pages, every string through gettext; messages from below are translated here."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Protocol

from flask import Flask, request
from flask_babel import Babel, format_date, format_datetime, gettext, refresh

from service import language
from service.errors import Reason
from service.web import current

DAY = "dd/MM/yyyy"
MOMENT = "HH:mm dd/MM/yyyy"
COOKIE = "vinhdanh_language"
"""What a browser keeps of the language last chosen in it."""


class Message(Protocol):
    """A Reason, a Problem: an English template over values."""

    @property
    def message(self) -> str: ...  # noqa: D102
    @property
    def values(self) -> Mapping[str, Any]: ...  # noqa: D102


def set_up(app: Flask) -> None:
    """Speak the reader's language, and give templates the filters for days, moments and messages."""
    Babel(app, locale_selector=language.reader)
    app.before_request(_speak_to_the_browser)
    app.teardown_request(lambda _: language.speak(None))
    app.add_template_global(language.reader, "language")
    app.jinja_env.globals["languages"] = language.LANGUAGES
    app.add_template_filter(said, "said")
    app.add_template_filter(day, "day")
    app.add_template_filter(moment, "moment")


def speak_to(chosen: str | None) -> None:
    """Go on in the language a person has chosen; when they chose none, in that of their browser."""
    language.speak(chosen or request.cookies.get(COOKIE))
    refresh()


def said(message: Message) -> str:
    """The message in the reader's language, its values filled in."""
    values = {name: _shown(value) for name, value in message.values.items()}
    return str(gettext(message.message)).format(**values)


def day(value: date | str | None) -> str:
    """A day as dd/MM/yyyy; an ISO text is taken too; nothing for nothing."""
    if not value:
        return ""
    return str(format_date(date.fromisoformat(value) if isinstance(value, str) else value, DAY))


def moment(value: datetime | None) -> str:
    """A moment as HH:mm dd/MM/yyyy in Việt Nam; nothing for nothing."""
    return str(format_datetime(value, MOMENT)) if value else ""


def _speak_to_the_browser() -> None:
    if not current.is_call():
        speak_to(None)


def _shown(value: Any) -> Any:
    if isinstance(value, Reason):
        return said(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, (list, tuple)):
        return ", ".join(str(_shown(one)) for one in value)
    return value

"""The language of the pages: Vietnamese, every string through gettext; messages from below are translated here."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Protocol

from flask import Flask
from flask_babel import Babel, format_date, format_datetime, gettext

from service.errors import Reason

DAY = "dd/MM/yyyy"
MOMENT = "HH:mm dd/MM/yyyy"


class Message(Protocol):
    """A Reason, a Problem: an English template over values."""

    @property
    def message(self) -> str: ...  # noqa: D102
    @property
    def values(self) -> Mapping[str, Any]: ...  # noqa: D102


def set_up(app: Flask) -> None:
    """Speak Vietnamese, and give templates the filters for days, moments and messages."""
    Babel(app, locale_selector=lambda: "vi")
    app.add_template_filter(said, "said")
    app.add_template_filter(day, "day")
    app.add_template_filter(moment, "moment")


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

"""How a reader likes it: light or dark, and what a row of the inbox shows."""

from flask import Flask, g, request

from service.commands.set_columns import KNOWN

COOKIE = "vinhdanh_theme"
"""What a browser keeps of the choice last made in it."""
THEMES = ("light", "dark")
_CHOSEN = "theme"
_COLUMNS = "columns"


def set_up(app: Flask) -> None:
    """Tell every template which of the two was chosen; nothing says: as the browser prefers."""
    app.add_template_global(theme, "theme")
    app.add_template_global(columns, "columns")


def show_as(chosen: str | None) -> None:
    """Show this request's page as its reader chose: light, dark, or None."""
    setattr(g, _CHOSEN, chosen)


def show_columns(chosen: tuple[str, ...] | None) -> None:
    """Show of each item of the inbox what its reader chose; None: everything."""
    setattr(g, _COLUMNS, chosen)


def columns() -> tuple[str, ...]:
    """What a row of the inbox shows besides the nominee."""
    chosen: tuple[str, ...] | None = g.get(_COLUMNS)
    return KNOWN if chosen is None else chosen


def theme() -> str | None:
    """What was chosen: a person's own setting, before sign-in the browser's."""
    chosen = g.get(_CHOSEN, request.cookies.get(COOKIE))
    return chosen if chosen in THEMES else None

"""The forms of the administrator's pages, in the same language as those of tasks."""

from functools import cache
from pathlib import Path

from workflows import forms
from workflows.forms import Form

FOLDER = Path(__file__).parent.parent / "data" / "organisation"


@cache
def form_named(name: str) -> Form:
    """The form with this name."""
    return forms.load(name, (FOLDER / f"{name}.json").read_bytes())

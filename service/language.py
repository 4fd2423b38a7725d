"""The language somebody reads: the house's own, Vietnamese, unless a request or a letter says otherwise."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

from babel.support import NullTranslations, Translations

HOUSE = "vi"
ENGLISH = "en"
LANGUAGES: Mapping[str, str] = {HOUSE: "Tiếng Việt", ENGLISH: "English"}
"""Their codes and own names."""
_TEXTS = Path(__file__).parent / "web" / "translations"
_reader: ContextVar[str] = ContextVar("reader", default=HOUSE)


def reader() -> str:
    """The code of the language in which what is read now is told."""
    return _reader.get()


def speak(language: str | None) -> None:
    """Tell everything from now on in this language (None: the house's), until somebody says otherwise."""
    _reader.set(language if language and language in LANGUAGES else HOUSE)


@contextmanager
def spoken(language: str | None) -> Iterator[None]:
    """The same for the length of a block: a letter to one person."""
    before = reader()
    speak(language)
    try:
        yield
    finally:
        speak(before)


def translated(text: str, values: Mapping[str, Any] | None = None, *, language: str | None = None) -> str:
    """An English text of the program in `language` (the reader's unless named), its {values} filled in."""
    said = _translations(language or reader()).ugettext(text)
    return said.format(**values) if values else said


@cache
def _translations(language: str) -> NullTranslations:
    return Translations.load(_TEXTS, [language])

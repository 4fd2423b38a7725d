"""From what a person typed to a typed JSON value, one field at a time."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from workflows.errors import Problem, msg
from workflows.forms.field import Field

LONGEST_TEXT = 20_000
"""Characters of an answer whose form sets no limit of its own."""

Read = tuple[Any, Problem | None]
"""The value, or None when there is none; and what is wrong with it."""


def answer(field: Field, raw: object) -> Read:
    """Return the raw answer as the field's type; empty means (None, None)."""
    if isinstance(raw, str):
        raw = tidy(raw)
    if raw is None or raw in ("", [], ()):
        return None, None
    return _READERS[field.type](field, raw)


def tidy(text: str) -> str:
    """Return the text in NFC, with LF line ends and without surrounding blanks."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _text(field: Field, raw: object) -> Read:
    if not isinstance(raw, str):
        return _wrong(field, "type", msg("Enter text."))
    if _has_control(raw, several_lines=field.widget == "textarea"):
        return _wrong(field, "control", msg("Remove the control characters or line breaks from this text."))
    if field.max_length is None and len(raw) > LONGEST_TEXT:
        return _wrong(
            field,
            "maxLength",
            msg("Write at most {limit} characters; these are {length}."),
            limit=LONGEST_TEXT,
            length=len(raw),
        )
    return _date(field, raw) if field.format == "date" else (raw, None)


_CONTROL = r"\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069"
"""Direction overrides count too: they make a page show another text than is stored."""
_IN_LINES = re.compile(f"[{_CONTROL}]")
_IN_A_LINE = re.compile(f"[{_CONTROL}\n\t]")


def _has_control(text: str, *, several_lines: bool) -> bool:
    return (_IN_LINES if several_lines else _IN_A_LINE).search(text) is not None


_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)


def _date(field: Field, raw: str) -> Read:
    if found := _DAY_FIRST.fullmatch(raw):
        day, month, year = map(int, found.groups())
    elif found := _YEAR_FIRST.fullmatch(raw):
        year, month, day = map(int, found.groups())
    else:
        return _wrong(field, "format", msg("Enter a date as dd/mm/yyyy."))
    try:
        return date(year, month, day).isoformat(), None
    except ValueError:
        return _wrong(field, "format", msg("There is no such day. Enter a date as dd/mm/yyyy."))


_PLAIN = re.compile(r"-?\d{1,15}(\.\d{1,9})?", re.ASCII)
_VIETNAMESE = re.compile(r"-?(\d{1,15}|\d{1,3}(\.\d{3}){1,4})(,\d{1,9})?", re.ASCII)
_AMBIGUOUS = re.compile(r"-?[1-9]\d{0,2}\.\d{3}", re.ASCII)


def _number(field: Field, raw: object) -> Read:
    if isinstance(raw, str):
        return _number_in_words(field, raw.replace(" ", "").replace("\u00a0", ""))
    if isinstance(raw, bool) or not isinstance(raw, (int, float, Decimal)):
        return _wrong(field, "type", msg("Enter a number."))
    return _sized(field, Decimal(str(raw)))


def _number_in_words(field: Field, text: str) -> Read:
    """Read "1.234,5" as Viet Nam writes it, and "1234.5"; "1.234" alone would be a guess but for a whole number."""
    if _AMBIGUOUS.fullmatch(text) and field.type == "number":
        return _wrong(field, "type", msg("Write no thousands separators here, and a comma before the decimals."))
    if _PLAIN.fullmatch(text) and not _AMBIGUOUS.fullmatch(text):
        return _sized(field, Decimal(text))
    if _VIETNAMESE.fullmatch(text):
        return _sized(field, Decimal(text.replace(".", "").replace(",", ".")))
    return _wrong(field, "type", msg("Enter a number."))


def _sized(field: Field, number: Decimal) -> Read:
    if not number.is_finite() or abs(number) >= 10**15:
        return _wrong(field, "type", msg("Enter a number."))
    if number == number.to_integral_value():
        return int(number), None
    if field.type == "integer":
        return _wrong(field, "type", msg("Enter a whole number."))
    return float(number), None


_YES = frozenset({"on", "true", "1", "yes"})
_NO = frozenset({"off", "false", "0", "no"})


def _truth(field: Field, raw: object) -> Read:
    if isinstance(raw, bool):
        return raw, None
    if isinstance(raw, str) and raw.lower() in _YES | _NO:
        return raw.lower() in _YES, None
    return _wrong(field, "type", msg("Choose yes or no."))


def _several(field: Field, raw: object) -> Read:
    given = raw if isinstance(raw, (list, tuple)) else [raw]
    texts = [tidy(one) for one in given if isinstance(one, str)]
    if len(texts) < len(given) or _has_control("".join(texts), several_lines=False):
        return _wrong(field, "type", msg("Choose from the options."))
    return [text for text in texts if text] or None, None


_READERS: dict[str, Callable[[Field, object], Read]] = {
    "string": _text,
    "integer": _number,
    "number": _number,
    "boolean": _truth,
    "array": _several,
}


def _wrong(field: Field, rule: str, message: str, **values: object) -> Read:
    return None, Problem(rule, message, element=field.name, values=values)

"""Every text a person may see has its Vietnamese, with the same places for values."""

import re
from functools import cache

from babel.messages import Message
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from sources import ROOT

KEYWORDS = {**DEFAULT_KEYWORDS, "msg": None, "lazy_gettext": None}
PLACES = re.compile(r"%\(\w+\)s|\{\w+\}")


def test_every_text_is_translated() -> None:
    missing = sorted(text for text in _texts() if not _vietnamese(text))

    assert missing == []


def test_a_translation_keeps_the_places_of_the_values() -> None:
    changed = [text for text in _texts() for said in _vietnamese(text) if _places(said) - _places(text)]

    assert changed == []


def test_the_vietnamese_has_no_text_that_nothing_says() -> None:
    left_over = [message.id for message in _catalogue() if message.id and _id(message) not in _texts()]

    assert left_over == []


@cache
def _texts() -> frozenset[str]:
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found = (
        message
        for room in ("service", "workflows")
        for _, _, message, _, _ in extract_from_dir(
            ROOT / room, _below(methods, room), _below_options(options, room), KEYWORDS
        )
    )
    return frozenset(message[0] if isinstance(message, tuple) else message for message in found)


def _below(methods: list[tuple[str, str]], room: str) -> list[tuple[str, str]]:
    return [(pattern.removeprefix(f"{room}/"), method) for pattern, method in methods if pattern.startswith(room)]


def _below_options(options: dict[str, dict[str, object]], room: str) -> dict[str, dict[str, object]]:
    return {pattern.removeprefix(f"{room}/"): chosen for pattern, chosen in options.items()}


@cache
def _catalogue() -> Catalog:
    with (ROOT / "service/web/translations/vi/LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale="vi")


def _vietnamese(text: str) -> tuple[str, ...]:
    message = _catalogue().get(text)
    if message is None or message.fuzzy:
        return ()
    said = message.string if isinstance(message.string, tuple) else (message.string,)
    return tuple(said) if all(said) else ()


def _id(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple) else message.id


def _places(text: str) -> set[str]:
    return set(PLACES.findall(text))

"""Vietnamese text as it is stored, searched and sorted."""

import re
import unicodedata

MENTION = re.compile(r"(?<![\w.@-])@([a-z0-9][a-z0-9._-]*[a-z0-9])", re.IGNORECASE)
"""Somebody named in a text, as @user.name; a mail address names nobody."""


def tidy(text: str) -> str:
    """NFC, without blanks around or doubled inside: how names are stored."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fold(text: str) -> str:
    """Lower case without diacritics, đ as d: what search compares, on both databases alike."""
    bare = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def name_order(name: str) -> str:
    """A key that sorts Vietnamese names by given name (the last word), then by the rest."""
    *rest, given = tidy(name).split(" ") or [""]
    return " ".join([fold(given), given.casefold(), *(fold(word) for word in rest)])

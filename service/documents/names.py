"""File names as visitors give them, made harmless."""

import unicodedata
from pathlib import PurePosixPath

from service.text import tidy

_LONGEST = 180


def clean_name(name: str) -> str:
    """The bare name to show and to offer for saving: no folders, no control marks; never used as a path."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(letter for letter in bare if unicodedata.category(letter)[0] != "C" and letter not in '<>:"|?*')
    path = PurePosixPath(tidy(visible).strip(". "))
    stem, ending = path.stem, path.suffix.lower()
    return stem[: _LONGEST - len(ending)].rstrip(". ") + ending


def ending_of(name: str) -> str:
    """The part after the last dot, in lower case."""
    return PurePosixPath(name).suffix.removeprefix(".").lower()

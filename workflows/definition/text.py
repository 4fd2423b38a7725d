"""How an expression is written in a diagram: the marks of other tools come off, bare ISO times become FEEL."""

import re

from workflows.feel.temporal import temporal_of

_PLAIN_WORD = re.compile(r'"([^"\\]*)"')
_CYCLE = re.compile(r"R(\d*)/(.+)", re.DOTALL)


def bare(text: str | None) -> str:
    """FEEL without the `=`, `${...}` or `#{...}` that modelers write around it."""
    text = (text or "").strip()
    if text[:2] in ("${", "#{") and text.endswith("}"):
        text = text[2:-1]
    return text.removeprefix("=").strip()


def literal_word(text: str | None) -> str:
    """A word written plainly, or as a FEEL string (`="council"`)."""
    plain = bare(text)
    quoted = _PLAIN_WORD.fullmatch(plain)
    return quoted[1] if quoted else plain


def moment(text: str | None) -> str:
    """FEEL for a time: `PT1H`, quoted or not, and bare dates become a FEEL literal, anything else is FEEL already."""
    plain = bare(text)
    iso = literal_word(plain)
    return f'@"{iso}"' if temporal_of(iso) is not None else plain


def cycle(text: str | None) -> tuple[str, str] | None:
    """The count (empty: no end) and the FEEL of the interval of `R3/PT1H`, quoted or not; None for anything else."""
    found = _CYCLE.fullmatch(literal_word(text))
    return (found[1], moment(found[2])) if found else None

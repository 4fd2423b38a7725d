"""Cuts the text of an expression into words, numbers, strings and signs."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from workflows.errors import msg
from workflows.feel import limits
from workflows.feel.errors import FeelError
from workflows.feel.numbers import DECIMAL128

KEYWORDS = frozenset(
    {"true", "false", "null", "and", "or", "if", "then", "else", "for", "in", "return"}
    | {"some", "every", "satisfies", "between", "instance", "function"}
)
"""Words that cannot be names; `not`, `of` and `external` are words only where the grammar expects them."""

_TOKEN = re.compile(
    r"""
    (?P<blank>  \s+ | //[^\n]* | /\*.*?\*/ )
  | (?P<number> (?: \d+(?:\.\d+)? | \.\d+ ) (?:[eE][+-]?\d+)? )
  | (?P<string> "(?:[^"\\\n]|\\.)*" )
  | (?P<word>   [^\W\d]\w* | \? )
  | (?P<sign>   \.\. | \*\* | <= | >= | != | -> | [-+*/<>=().,{}\[\]:@] )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{6}|.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "'": "'", "\\": "\\", "/": "/"}
_HELP = {
    '"': msg("the text in quotes is not closed"),
    "'": msg('text is written in double quotes: "..."'),
    "&": msg("write and instead of &&"),
    "|": msg("write or instead of ||"),
    "!": msg("write not(...) or != instead of !"),
    "$": msg("write the expression without ${{...}}"),
    "%": msg("write modulo(a, b) for the remainder"),
}


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of the text: its kind (word, number, string, sign, end), its value, and where it stands."""

    kind: str
    value: Any
    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """Cut `text`; the last token has the kind `end`."""
    if len(text) > limits.SOURCE:
        raise FeelError(msg("the expression is longer than {limit} characters"), text, 0, {"limit": limits.SOURCE})
    tokens, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match:
            unknown = msg("the character {character} has no meaning here")
            raise FeelError(_HELP.get(text[at], unknown), text, at, {"character": text[at]})
        kind = match.lastgroup or ""
        if kind != "blank":
            tokens.append(Token(kind, _value(kind, match.group(), text, at), at, match.end()))
        at = match.end()
    return [*tokens, Token("end", "", len(text), len(text))]


def _value(kind: str, piece: str, text: str, at: int) -> Any:
    if kind == "number":
        return _number(piece, text, at)
    if kind == "string":
        return _ESCAPE.sub(lambda escape: _unescape(escape.group(1), text, at + 1 + escape.start()), piece[1:-1])
    return unicodedata.normalize("NFC", piece) if kind == "word" else piece


def _number(piece: str, text: str, at: int) -> Decimal:
    number = DECIMAL128.create_decimal(piece)
    if not number.is_finite():
        raise FeelError(msg("the number is too large"), text, at)
    return number


def _unescape(code: str, text: str, at: int) -> str:
    if code in _ESCAPES:
        return _ESCAPES[code]
    if len(code) > 1 and int(code[1:], 16) <= 0x10FFFF:
        return chr(int(code[1:], 16))
    raise FeelError(msg("{escape} is not an escape; write two backslashes for one"), text, at, {"escape": "\\" + code})

"""Functions that look for a pattern in a text; a pattern that cannot be read gives null."""

import re
from collections.abc import Iterator

from workflows.feel import limits
from workflows.feel.functions.builtin import builtin
from workflows.feel.patterns import Found, Pattern, pattern_of
from workflows.feel.scope import Scope
from workflows.feel.values import Value

_REFERENCE = re.compile(r"\\([\\$])|\$(\d)|([\\$])")


@builtin("matches", input_="text", pattern="text", flags="any?", scoped=True)
def matches(scope: Scope, input_: str, pattern: str, flags: Value = None) -> Value:
    """Whether the pattern fits somewhere in the text."""
    compiled = _compiled(pattern, flags)
    return None if compiled is None else compiled.find(input_, 0, scope.spend) is not None


@builtin("replace", input_="text", pattern="text", replacement="text", flags="any?", scoped=True)
def replace(scope: Scope, input_: str, pattern: str, replacement: str, flags: Value = None) -> Value:
    """The text with every match replaced; $1 in the replacement is the first group, $0 the match."""
    compiled = _compiled(pattern, flags)
    if compiled is None or not _usable(replacement, compiled) or _fits_nothing(compiled, scope):
        return None
    pieces, end, size = [], 0, 0
    for found in _all(compiled, input_, scope):
        pieces += [input_[end : found[0]], _filled(replacement, input_, found)]
        end = found[1] or 0
        size += len(pieces[-1])
        if size > limits.TEXT:
            raise limits.Exhausted
    return "".join([*pieces, input_[end:]])


@builtin("split", string="text", delimiter="text", scoped=True)
def split(scope: Scope, string: str, delimiter: str) -> Value:
    """The pieces of the text between the matches of a pattern."""
    compiled = _compiled(delimiter, None)
    if compiled is None or _fits_nothing(compiled, scope):
        return None
    pieces, end = [], 0
    for found in _all(compiled, string, scope):
        pieces.append(string[end : found[0]])
        end = found[1] or 0
    return [*pieces, string[end:]]


@builtin("extract", string="text", pattern="text", scoped=True)
def extract(scope: Scope, string: str, pattern: str) -> Value:
    """Every piece of the text that fits the pattern."""
    compiled = _compiled(pattern, None)
    if compiled is None or _fits_nothing(compiled, scope):
        return None
    return [string[found[0] : found[1]] for found in _all(compiled, string, scope)]


def _compiled(pattern: str, flags: Value) -> Pattern | None:
    return pattern_of(pattern, flags or "") if flags is None or type(flags) is str else None


def _fits_nothing(pattern: Pattern, scope: Scope) -> bool:
    return pattern.find("", 0, scope.spend) is not None


def _all(pattern: Pattern, text: str, scope: Scope) -> Iterator[Found]:
    at = 0
    while (found := pattern.find(text, at, scope.spend)) is not None:
        yield found
        at = max(found[1] or 0, at + 1)


def _usable(replacement: str, pattern: Pattern) -> bool:
    return all(match[3] is None and int(match[2] or 0) <= pattern.groups for match in _REFERENCE.finditer(replacement))


def _filled(replacement: str, text: str, found: Found) -> str:
    def piece(match: re.Match[str]) -> str:
        if match[1]:
            return match[1]
        begin, end = found[2 * int(match[2])], found[2 * int(match[2]) + 1]
        return "" if begin is None else text[begin:end]

    return _REFERENCE.sub(piece, replacement)

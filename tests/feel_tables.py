"""Tables of expressions and their values: `expression -> JSON`, one a line."""

import json
from datetime import UTC, datetime

from workflows import feel

NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


def rows(table):
    """The pairs of a table, as parameters of a test."""
    pairs = [line.rpartition(" -> ") for line in table.strip().splitlines() if line.strip()]
    return [(text.strip(), json.loads(value)) for text, _, value in pairs]


def value_of(text, **names):
    """The value as JSON, in which true is not 1."""
    return feel.plain(feel.compile(text).evaluate(names))


def exactly(value):
    """A value with its type beside it, since Python holds True == 1."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)

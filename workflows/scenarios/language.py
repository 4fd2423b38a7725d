"""The scenario language as a JSON Schema: every key a scenario file may hold."""

from typing import Any

_WORD = {"type": "string", "minLength": 1, "maxLength": 200}
_WORDS = {"type": "array", "items": _WORD}
_STAGE = {"type": ["string", "array"], "items": _WORD}
_COUNT = {"type": "integer", "minimum": 0}


def _closed(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


_EXPECTED = _closed({"open": _WORDS, "stage": _STAGE})
_ALSO = {"after": _WORD, "expect": _EXPECTED, "expect_open": _WORDS, "expect_stage": _STAGE}
_TALLY = _closed(dict.fromkeys(("yes", "no", "blank", "cast", "members"), _COUNT), "yes", "no", "cast", "members")

_STEP = {
    "anyOf": [
        _closed({"task": _WORD, "answers": {"type": "object"}, **_ALSO}, "task"),
        _closed({"task": _WORD, "tally": _TALLY, **_ALSO}, "task", "tally"),
        _closed({"wait": _WORD, **_ALSO}, "wait"),
        _closed({"signal": _WORD, **_ALSO}, "signal"),
        _closed({"cancel": {"const": True}, **_ALSO}, "cancel"),
        _closed(_ALSO, "expect"),
        _closed(_ALSO, "expect_open"),
    ]
}

_SCENARIO = _closed(
    {
        "name": _WORD,
        "now": _WORD,
        "facts": {"type": "object"},
        "steps": {"type": "array", "items": _STEP},
        "end": {"type": ["string", "null"]},
    },
    "name",
    "steps",
)

LANGUAGE: dict[str, Any] = _closed(
    {
        "process": _WORD,
        "now": _WORD,
        "facts": {"type": "object"},
        "scenarios": {"type": "array", "items": _SCENARIO, "minItems": 1},
    },
    "process",
    "now",
    "scenarios",
)

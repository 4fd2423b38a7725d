"""Small forms for tests: one with every kind of field, and ways to load what is wrong."""

import json
from typing import Any

from workflows import forms

REVIEW: dict[str, Any] = {
    "$id": "cluster_review",
    "type": "object",
    "title": "Cụm, khối xét",
    "required": ["outcome", "met_on"],
    "properties": {
        "outcome": {
            "type": "string",
            "title": "Kết quả",
            "enum": ["recommend", "return", "reject"],
            "x-ui": {
                "widget": "buttons",
                "group": "result",
                "options": {"reject": {"title": "Không đề nghị", "danger": True, "en": {"title": "Reject"}}},
            },
        },
        "met_on": {"type": "string", "format": "date"},
        "reason": {
            "type": "string",
            "minLength": 5,
            "maxLength": 40,
            "x-ui": {"widget": "textarea", "show_if": {"field": "outcome", "in": ["return", "reject"]}},
        },
        "members": {"type": "integer", "minimum": 1, "maximum": 2000},
        "share": {"type": "number", "minimum": 0, "maximum": 100, "multipleOf": 0.5},
        "mail": {"type": "string", "format": "email"},
        "code": {"type": "string", "pattern": "^[A-Z]{2}$"},
        "missing": {"type": "array", "items": {"enum": ["report", "minutes"]}, "minItems": 1, "uniqueItems": True},
        "sure": {"type": "boolean"},
    },
    "allOf": [
        {
            "if": {"properties": {"outcome": {"enum": ["return", "reject"]}}, "required": ["outcome"]},
            "then": {"required": ["reason"]},
        }
    ],
    "x-ui": {"groups": {"result": {"title": "Kết luận"}}, "submit": "Gửi", "en": {"title": "Cluster review"}},
}


def load(schema: Any, name: str = "cluster_review") -> forms.Form:
    return forms.load(name, json.dumps(schema).encode())


def review() -> forms.Form:
    return load(REVIEW)


def with_field(field: dict[str, Any], **rest: Any) -> dict[str, Any]:
    """A form of the field `subject` and a choice `kind` of a and b."""
    properties = {"subject": field, "kind": {"type": "string", "enum": ["a", "b"]}}
    return {"type": "object", "properties": properties, **rest}

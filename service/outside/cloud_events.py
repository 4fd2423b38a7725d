"""The envelope of what other systems are told: CloudEvents 1.0, structured JSON."""

from collections.abc import Mapping
from typing import Any

import orjson

CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"


def envelope(source: str, event: Mapping[str, Any]) -> bytes:
    """The body that is sent: the event's own attributes (id, type, time, ...) with version, source and data type."""
    fixed = {"specversion": "1.0", "source": source, "datacontenttype": "application/json"}
    return orjson.dumps({**fixed, **event})

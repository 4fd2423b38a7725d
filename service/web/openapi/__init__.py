"""The API's own description (OpenAPI) read for people: operations by topic, fields as rows, an example of each call."""

from service.web.openapi.operations import Operation, Topic, topics_of
from service.web.openapi.schemas import Field

__all__ = ["Field", "Operation", "Topic", "topics_of"]

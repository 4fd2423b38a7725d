"""Fields whose mistakes are told in words of ours, so that they can be translated."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from service.clock import local_date
from workflows.errors import msg

MISSING = msg("This is missing.")
UNKNOWN = msg("There is no such field here.")
NOT_TEXT = msg("This must be text.")
NOT_WHOLE = msg("This must be a whole number.")
NOT_OBJECT = msg("This must be a JSON object.")
NOT_OFFERED = msg("This is not one of the values offered.")
TOO_LONG = msg("This is too long.")
TOO_FEW_OR_MANY = msg("Ask for 1 to 200 entries at once.")
NOT_A_DAY = msg("Give a day as YYYY-MM-DD, or a moment with its time zone.")
_MESSAGES: dict[str, Any] = {"required": MISSING, "null": MISSING, "validator_failed": NOT_OFFERED}
MOST = 200
"""Entries of one page."""


class Named(Schema):
    """Names stand in camelCase, as Camunda's do."""

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Give the field the name that is sent."""
        first, *others = field_name.split("_")
        field_obj.data_key = field_obj.data_key or first + "".join(map(str.capitalize, others))


class Asked(Named):
    """What a call is sent: unknown names are mistakes."""

    error_messages = {"unknown": UNKNOWN, "type": NOT_OBJECT}  # noqa: RUF012 - marshmallow's own spelling

    class Meta:
        """Settings of marshmallow."""

        unknown = RAISE


class Answer(Named):
    """What a call is answered with: exactly these names."""

    class Meta:
        """Settings of marshmallow."""

        unknown = RAISE


class DayOrMoment(fields.Field[date]):
    """A day, or the day in Việt Nam of a moment."""

    default_error_messages = {"invalid": NOT_A_DAY}  # noqa: RUF012 - marshmallow's own spelling

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> date:
        try:
            text = str(value)
            if len(text) == len("2026-01-31"):
                return date.fromisoformat(text)
            moment = datetime.fromisoformat(text.replace(" ", "+"))
            if moment.tzinfo is None:
                raise ValueError
            return local_date(moment)
        except (ValueError, OverflowError):
            raise self.make_error("invalid") from None


def text(longest: int, description: str, *, required: bool = False, example: str = "") -> fields.String:
    """Text of at most so many letters; where it is required it says something."""
    told = {"description": description, **({"example": example} if example else {})}
    messages: dict[str, Any] = {**_MESSAGES, "invalid": NOT_TEXT, "invalid_utf8": NOT_TEXT}
    rules: list[Any] = [validate.Length(max=longest, error=TOO_LONG)]
    if required:
        rules.append(_not_blank)
        told["pattern"] = r"\S"
    default: dict[str, Any] = {} if required else {"load_default": ""}
    return fields.String(required=required, validate=rules, error_messages=messages, metadata=told, **default)


def one_of(values: Collection[str], description: str, *, default: str | None = None) -> fields.String:
    """One of a few words; without a default it must be given."""
    messages: dict[str, Any] = {**_MESSAGES, "invalid": NOT_TEXT, "invalid_utf8": NOT_TEXT}
    chosen: dict[str, Any] = {"required": True} if default is None else {"load_default": default}
    offered = validate.OneOf(list(values), error=NOT_OFFERED)
    return fields.String(validate=offered, error_messages=messages, metadata={"description": description}, **chosen)


def page_length(default: int) -> fields.Integer:
    """How many entries a page has."""
    messages: dict[str, Any] = {**_MESSAGES, "invalid": NOT_WHOLE, "too_large": NOT_WHOLE}
    limits = validate.Range(1, MOST, error=TOO_FEW_OR_MANY)
    told = {"description": "How many entries at most."}
    return fields.Integer(load_default=default, validate=limits, error_messages=messages, metadata=told)


def day_or_moment(description: str) -> DayOrMoment:
    """A day, or a moment that stands for its day."""
    told = {"description": description, "type": "string", "example": "2026-12-01"}
    return DayOrMoment(load_default=None, error_messages=_MESSAGES, metadata=told)


def mapping(description: str, **more: Any) -> fields.Dict:
    """Any JSON object."""
    messages: dict[str, Any] = {**_MESSAGES, "invalid": NOT_OBJECT}
    return fields.Dict(error_messages=messages, metadata={"description": description}, **more)


def nested(schema: type[Schema], description: str) -> fields.Nested:
    """An object of this shape, which must be given."""
    messages: dict[str, Any] = {**_MESSAGES, "type": NOT_OBJECT}
    return fields.Nested(schema, required=True, error_messages=messages, metadata={"description": description})


def _not_blank(sent: str) -> None:
    if not sent.strip():
        raise ValidationError(MISSING)


def invalid(message: str, field: str) -> ValidationError:
    """A mistake in one field that only shows beside the others."""
    return ValidationError(message, field)

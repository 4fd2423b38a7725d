"""The tokens other systems call with: recognisable in a leaked file, never guessable, stored only as a hash."""

import re

from service.identity.tokens import new_token

_PREFIX = "vd_"
_SHAPE = re.compile(r"vd_[A-Za-z0-9_-]{43}")


def new_bearer() -> str:
    """A bearer token: a mark of its kind, then 256 random bits."""
    return _PREFIX + new_token()


def is_bearer(text: str) -> bool:
    """Whether this could be one of our tokens at all; whatever else is sent need not be looked up."""
    return _SHAPE.fullmatch(text) is not None

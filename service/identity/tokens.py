"""What a signed-in browser keeps, and what is stored of it."""

import hashlib
import secrets
from datetime import timedelta

OFTEN = timedelta(minutes=1)
"""How exactly presence is kept: no page view writes a sign of life more often than this."""


def new_token() -> str:
    """256 random bits, as text."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """The SHA-256 of a token: the only form in which it is stored."""
    return hashlib.sha256(token.encode()).hexdigest()

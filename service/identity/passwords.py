"""Passwords: which may be chosen, how they are kept, whether one fits."""

import base64
import hmac
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from service.errors import Reason
from service.text import fold
from workflows.errors import msg

SHORTEST = 12
LONGEST = 200
_COMMON = ("password", "matkhau", "qwerty", "123456", "111111", "abcdef", "iloveyou", "letmein", "welcome", "vietnam")
_hasher = PasswordHasher()
_turns = BoundedSemaphore(2)  # each costs 64 MiB and a core: a crowd at the door must not stop those inside
_NOBODYS = _hasher.hash("nobody has this password")


def why_weak(password: str, *, username: str) -> Reason | None:
    """Why this password may not be chosen, or None."""
    if len(password) < SHORTEST:
        return Reason("short", msg("A password needs at least {shortest} characters."), {"shortest": SHORTEST})
    if len(password) > LONGEST:
        return Reason("long", msg("A password has at most {longest} characters."), {"longest": LONGEST})
    bare = "".join(fold(password).split())
    if len(set(bare)) < 5 or fold(username) in bare or any(bare.startswith(common) for common in _COMMON):
        return Reason("guessable", msg("This password is easy to guess."))
    return None


def keep(password: str) -> str:
    """The Argon2id hash to store."""
    with _turns:
        return _hasher.hash(password)


def fits(password: str, kept: str | None) -> bool:
    """Whether the password is the one kept; it takes the same time when there is nothing to compare with."""
    with _turns:
        try:
            return _hasher.verify(kept or _NOBODYS, password[: LONGEST + 1]) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def mark_of(kept: str | None, *, key: str) -> str:
    """What tells this kept password from every other one and says nothing about it; `key` is the house's secret key."""
    digest = hmac.digest(key.encode(), b"password" + (kept or "").encode(), "sha256")
    return base64.urlsafe_b64encode(digest[:15]).decode()


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with weaker settings than today's."""
    return _hasher.check_needs_rehash(kept)

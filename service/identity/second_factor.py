"""The second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes that stand in for it, once."""

import base64
import hmac
import secrets
from datetime import datetime
from uuid import UUID

import pyotp

ISSUER = "Vinh Danh"
SPARE = 10
"""Recovery codes of one set."""
_STEP = 30
_WINDOW = 1
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without letters that look like digits."""
_LENGTH = 12


def new_seed() -> str:
    """What is stored: worth nothing without the house's secret key."""
    return secrets.token_hex(16)


def secret_of(key: str, person_id: UUID, seed: str) -> str:
    """What the app keeps, in base32: made of the house's key, the person and their seed, and stored nowhere."""
    digest = hmac.digest(key.encode(), b"second factor" + person_id.bytes + seed.encode(), "sha256")
    return base64.b32encode(digest[:20]).decode()


def address_of(secret: str, username: str) -> str:
    """The otpauth:// address that the QR code holds."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER)


def step_of(secret: str, code: str, *, now: datetime) -> int | None:
    """The time step whose code this is, of this one and its neighbours; None for a wrong code."""
    here, totp = int(now.timestamp()) // _STEP, pyotp.TOTP(secret)
    typed = "".join(code.split()).encode()
    near = range(here - _WINDOW, here + _WINDOW + 1)
    return next((step for step in near if hmac.compare_digest(totp.at(step * _STEP).encode(), typed)), None)


def new_recovery_codes() -> list[str]:
    """A fresh set, as shown to the person, once."""
    return ["-".join(_letters(4) for _ in range(_LENGTH // 4)) for _ in range(SPARE)]


def recovery_hash(key: str, person_id: UUID, code: str) -> str:
    """The form in which a recovery code is stored, however it is typed."""
    bare = "".join(letter for letter in code.casefold() if letter.isalnum())
    return hmac.digest(key.encode(), b"recovery" + person_id.bytes + bare.encode(), "sha256").hex()


def _letters(count: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(count))

"""How a receiver knows that a message is ours and fresh: HMAC-SHA256 over the moment and the body."""

import hashlib
import hmac
import secrets
from datetime import datetime

SIGNATURE = "Webhook-Signature"
"""The header that carries it: t=SECONDS,v1=HEX."""
_PREFIX = "whsec_"


def new_secret() -> str:
    """A secret of 32 random bytes, shared with one receiver."""
    return _PREFIX + secrets.token_urlsafe(32)


def signature(secret: str, body: bytes, at: datetime) -> str:
    """The header's value for a body sent at this moment: HMAC over "SECONDS.BODY", keyed with the secret as shown."""
    moment = str(int(at.timestamp()))
    digest = hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"

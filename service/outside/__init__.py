"""How other systems are told: which addresses may be called, what is sent, how it is signed, and the call itself."""

from service.outside.addresses import LookUp, Refusal, Target, Unknown, is_public, locate, read_url
from service.outside.cloud_events import CONTENT_TYPE, envelope
from service.outside.posting import NoAnswer, Patience, post
from service.outside.signing import SIGNATURE, new_secret, signature

__all__ = [
    "CONTENT_TYPE",
    "SIGNATURE",
    "LookUp",
    "NoAnswer",
    "Patience",
    "Refusal",
    "Target",
    "Unknown",
    "envelope",
    "is_public",
    "locate",
    "new_secret",
    "post",
    "read_url",
    "signature",
]

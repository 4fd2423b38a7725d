"""How a receiver checks that a message is ours."""

import hashlib
import hmac

from factories import NOON
from service.outside import new_secret, signature


def test_a_receiver_recomputes_the_signature_from_the_moment_and_the_body():
    header = dict(part.split("=", 1) for part in signature("whsec_x", b'{"a":1}', NOON).split(","))

    expected = hmac.new(b"whsec_x", f"{int(NOON.timestamp())}.".encode() + b'{"a":1}', hashlib.sha256).hexdigest()

    assert header == {"t": str(int(NOON.timestamp())), "v1": expected}


def test_another_secret_body_or_moment_is_another_signature():
    one = signature("whsec_x", b"{}", NOON)

    assert one not in {
        signature("whsec_y", b"{}", NOON),
        signature("whsec_x", b"{ }", NOON),
        signature("whsec_x", b"{}", NOON.replace(second=1)),
    }


def test_secrets_are_long_and_never_the_same():
    secrets = {new_secret() for _ in range(100)}

    assert len(secrets) == 100
    assert min(map(len, secrets)) >= 40

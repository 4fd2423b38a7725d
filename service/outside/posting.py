"""One POST to an address outside: to the very number that was checked, within a time, following nobody's directions."""

import http.client
import io
import socket
import ssl
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.errors import Reason, ServiceError
from service.outside.addresses import Target
from workflows.errors import msg

CONNECT_SECONDS = 5.0
TOTAL_SECONDS = 10.0
MOST_READ = 64 * 1024
"""Bytes of an answer that are read; nothing of it is kept."""


_LATE = Reason("receiver_late", msg("The receiver did not answer in time."))
_AWAY = Reason("receiver_away", msg("The receiver could not be reached."))
_UNTRUSTED = Reason("receiver_untrusted", msg("The receiver's certificate is not trusted, or it speaks no TLS."))
_GARBLED = Reason("receiver_garbled", msg("The receiver's answer is not HTTP."))


class NoAnswer(ServiceError):
    """Nobody answered, or not in time, or not in HTTP; later somebody may. `reason` says which."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.text)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Patience:
    """How many seconds a connection and the whole call may take."""

    connect: float = CONNECT_SECONDS
    total: float = TOTAL_SECONDS


def post(
    target: Target,
    addresses: Sequence[str],
    body: bytes,
    headers: Mapping[str, str],
    *,
    patience: Patience | None = None,
    trust: ssl.SSLContext | None = None,
) -> int:
    """Send the body and answer with the status code. Raises NoAnswer.

    `addresses` are numeric and have been checked; the name is not looked up again, but stands in the Host header and is
    what the certificate must name. A redirect is an answer like any other.
    """
    patience = patience or Patience()
    deadline = time.monotonic() + patience.total
    try:
        with _connected(target, addresses, patience, trust) as line:
            return _ask(target, _Timed(line, deadline), body, headers)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NoAnswer(_why(error)) from None


def _connected(
    target: Target, addresses: Sequence[str], patience: Patience, trust: ssl.SSLContext | None
) -> socket.socket:
    """A connection to the first address that takes one."""
    failure: OSError = OSError("no address")
    deadline = time.monotonic() + patience.connect
    for address in addresses:
        try:
            line = socket.create_connection((address, target.port), timeout=_left(deadline))
        except OSError as error:
            failure = error
            continue
        return line if target.scheme == "http" else _secured(line, target, patience, trust)
    raise failure


def _secured(line: socket.socket, target: Target, patience: Patience, trust: ssl.SSLContext | None) -> socket.socket:
    line.settimeout(patience.connect)
    try:
        return (trust or ssl.create_default_context()).wrap_socket(line, server_hostname=target.host)
    except BaseException:
        line.close()
        raise


def _ask(target: Target, line: "_Timed", body: bytes, headers: Mapping[str, str]) -> int:
    asking = http.client.HTTPConnection(target.host, target.port)
    asking.sock = line
    asking.request(
        "POST", target.path, body, {"Host": target.authority, "Connection": "close", "Accept": "*/*", **headers}
    )
    answer = asking.getresponse()
    try:
        answer.read(MOST_READ)
    except (OSError, http.client.HTTPException):
        return answer.status  # the status has come; what was to follow it is of no use to us
    finally:
        answer.close()
    return answer.status


class _Timed:
    """A connection whose whole talk, however it drips, ends at a moment."""

    def __init__(self, line: socket.socket, deadline: float) -> None:
        self._line, self._deadline = line, deadline

    def sendall(self, data: Any) -> None:
        """As of a socket."""
        self._line.settimeout(_left(self._deadline))
        self._line.sendall(data)

    def makefile(self, *_: Any) -> io.BufferedReader:
        """As of a socket, for reading."""
        return io.BufferedReader(_Reading(self._line, self._deadline))

    def close(self) -> None:
        """The connection is closed by who opened it."""


class _Reading(io.RawIOBase):
    def __init__(self, line: socket.socket, deadline: float) -> None:
        self._line, self._deadline = line, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._line.settimeout(_left(self._deadline))
        return self._line.recv_into(buffer)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("it took too long")
    return left


def _why(error: Exception) -> Reason:
    """Why, without anything the other side has said."""
    if isinstance(error, TimeoutError):
        return _LATE
    if isinstance(error, ssl.SSLError | ssl.CertificateError):
        return _UNTRUSTED
    return _AWAY if isinstance(error, OSError) else _GARBLED

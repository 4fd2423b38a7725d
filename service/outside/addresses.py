"""Which addresses outside may be called: a name is looked up once, and only what was checked is connected to."""

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from service.errors import Reason, ServiceError
from workflows.errors import msg

Address = IPv4Address | IPv6Address
LookUp = Callable[[str, int], Sequence[str]]

LONGEST = 1000
"""Characters of an address that are kept."""
_PORTS = {"http": 80, "https": 443}
_NAT64 = IPv6Network("64:ff9b::/96")
_UNICAST = IPv6Network("2000::/3")
"""The only part of IPv6 that is given out for the open network."""
_NEVER = {ip_address(text) for text in ("255.255.255.255", "100.100.100.200", "192.0.0.192", "fd00:ec2::254")}
"""Everybody on the line, and where clouds keep their keys outside the link-local range."""
_SPECIAL = [ip_network(text) for text in ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20")]
"""Set apart by the registry, though not every Python we run on knows."""
_EXAMPLE = "https://example.vn/vinhdanh"
_MALFORMED = Reason(
    "url",
    msg("Give a whole address that begins with http:// or https://, such as {example}."),
    {"example": _EXAMPLE},
)
_LONG = Reason("url_long", msg("An address has at most {most} characters."), {"most": LONGEST})
_PASSWORD = Reason("url_password", msg("An address must not hold a user name or a password."))
_FRAGMENT = Reason("url_fragment", msg("An address must not hold a # part: it never reaches the receiver."))
_INSIDE = msg("{host} leads to {address}, which is not a public address; such addresses are not called.")
_NOBODY = msg("The name {host} is not known.")


class Refusal(ServiceError):
    """The address is not called, however often it is tried; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.text)
        self.reason = reason


class Unknown(Refusal):
    """The name cannot be looked up now; later it may."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address that has been read: how, where, and what is asked for there."""

    scheme: str
    host: str
    """As it is looked up and named in the certificate: ASCII, without brackets."""
    port: int
    path: str
    """With its query; begins with a slash."""

    @property
    def authority(self) -> str:
        """What stands in the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def read_url(url: str) -> Target:
    """Take an address apart. Raises Refusal for what is not a plain http or https address."""
    if len(url) > LONGEST:
        raise Refusal(_LONG)
    try:
        parts = urlsplit(url if _is_plain(url) else "")
        port = parts.port
    except ValueError:
        raise Refusal(_MALFORMED) from None
    if parts.scheme not in _PORTS or not parts.hostname or port == 0:
        raise Refusal(_MALFORMED)
    if "@" in parts.netloc:
        raise Refusal(_PASSWORD)
    if "#" in url:
        raise Refusal(_FRAGMENT)
    query = f"?{parts.query}" if parts.query else ""
    return Target(parts.scheme, parts.hostname, port or _PORTS[parts.scheme], (parts.path or "/") + query)


def locate(target: Target, *, inside: bool, look_up: LookUp | None = None) -> list[str]:
    """The numeric addresses of the target, all of them checked. Raises Unknown or Refusal.

    One address that may not be called refuses the name as a whole. With `inside`, private addresses and this machine
    may be called too; link-local ones (where clouds keep their keys) and groups never.
    """
    try:
        found = list(dict.fromkeys((look_up or _look_up)(target.host, target.port)))
    except (OSError, UnicodeError):
        found = []
    if not found:
        raise Unknown(Reason("url_unknown", _NOBODY, {"host": target.host}))
    for address in found:
        if not _may_be_called(ip_address(address), inside):
            raise Refusal(Reason("url_inside", _INSIDE, {"host": target.host, "address": address}))
    return found


def is_public(address: Address) -> bool:
    """Whether the address belongs to the open network, also where it carries an IPv4 address inside."""
    inner = _within(address)
    if inner is not None:
        return is_public(inner)
    if isinstance(address, IPv6Address) and address not in _UNICAST:
        return False
    if any(address in network for network in _SPECIAL):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _is_plain(url: str) -> bool:
    return url.isascii() and url.isprintable() and not set(url) & {" ", "\\"}


def _may_be_called(address: Address, inside: bool) -> bool:
    if not inside:
        return is_public(address)
    within = _within(address) or address
    barred = within.is_link_local or within.is_multicast or within.is_unspecified
    return not barred and within not in _NEVER


def _within(address: Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for (mapped, 6to4, Teredo, NAT64)."""
    if isinstance(address, IPv4Address):
        return None
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or teredo


def _look_up(host: str, port: int) -> list[str]:
    found: list[Any] = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(place[0]) for *_, place in found]

"""The one client by which the house calls other systems. It goes nowhere inside the network unless the settings name the host.

Whoever gives us an address may mean harm by it: so the host is resolved here, each of its addresses has to be public, the
connection goes to the address that was looked at (and not to what a second look might give), nothing is followed elsewhere, and
neither slowness nor size goes on for ever.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

import urllib3
from django.conf import settings
from django.core.exceptions import ValidationError
from urllib3.exceptions import HTTPError

SECONDS = 5.0
"""How long an answer may take, from the first byte sent to the last received."""

LARGEST = 1_000_000
"""How many bytes of an answer are read."""


class Unreachable(Exception):
    """The other system could not be called, or did not answer. ``str()`` says why, for whoever set it up."""


@dataclass(frozen=True)
class Answer:
    """What another system answered."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def is_taken(self) -> bool:
        """Whether it says that all is well."""
        return 200 <= self.status < 300


def checked(address: str) -> SplitResult:
    """The parts of an address that we may call, as far as that can be told without a network.

    Raises ``ValidationError`` for one that is not ``https``, names no host or a user, or is itself an inner address.
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise ValidationError("This is not an address.") from error
    if not host or any(one.isspace() or not one.isprintable() for one in address):
        raise ValidationError("Write a whole address, such as https://example.com/hooks.")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_trusted(host)):
        raise ValidationError("The address begins with https://.")
    if parts.username or parts.password:
        raise ValidationError("Leave name and password out of the address.")
    if port == 0:
        raise ValidationError("There is no port 0.")
    try:
        literal = ipaddress.ip_address(host)
    except ValueError:
        return parts
    if not is_trusted(host) and not is_public(str(literal)):
        raise ValidationError("This address lies inside a network. The settings name the inner hosts that may be called.")
    return parts


def is_trusted(host: str) -> bool:
    """Whether the settings name an inner host."""
    return host.lower() in settings.OUTBOUND_HOSTS


def is_public(address: str) -> bool:
    """Whether an IP address is one of the internet at large; one that is wrapped in another counts as what it wraps."""
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            ip = ip.ipv4_mapped
        elif ip.sixtofour is not None or ip.teredo is not None or ip in ipaddress.ip_network("64:ff9b::/96"):
            return False
    return ip.is_global and not ip.is_multicast


def resolved(host: str, port: int) -> str:
    """The address that a host has, which is public, as all its others are. Raises ``Unreachable``."""
    try:
        found = list(dict.fromkeys(info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"{host} is not known.") from error
    if not is_trusted(host) and not all(is_public(str(one)) for one in found):
        raise Unreachable(f"{host} leads inside a network. The settings name the inner hosts that may be called.")
    return str(found[0])


def post(address: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send ``body`` to an address and give what was answered, whatever its status. Raises ``Unreachable``."""
    try:
        parts = checked(address)
    except ValidationError as error:
        raise Unreachable(error.messages[0]) from error
    host, is_secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if is_secure else 80)
    ends = time.monotonic() + SECONDS
    where = resolved(host, port)
    how = {"timeout": urllib3.Timeout(total=SECONDS), "retries": False, "maxsize": 1}
    pool: urllib3.HTTPConnectionPool = (
        urllib3.HTTPSConnectionPool(
            where, port, server_hostname=host, assert_hostname=host, ssl_context=ssl.create_default_context(), **how
        )
        if is_secure
        else urllib3.HTTPConnectionPool(where, port, **how)
    )  # fmt: skip
    name = f"[{host}]" if ":" in host else host
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    sent = {"Host": name if parts.port is None else f"{name}:{parts.port}", **headers}
    try:
        answer = pool.urlopen("POST", path, body, sent, redirect=False, preload_content=False)
        return Answer(answer.status, dict(answer.headers), read(answer, ends))
    except (HTTPError, OSError, ValueError) as error:
        raise Unreachable(f"{host} did not answer: {type(error).__name__}.") from error
    finally:
        pool.close()


def read(answer: urllib3.BaseHTTPResponse, ends: float) -> bytes:
    """The answer's body, as far as it is let in. Raises ``Unreachable`` where it drips on past its time."""
    held = b""
    while len(held) < LARGEST and (part := answer.read1(min(65_536, LARGEST - len(held)))):  # type: ignore[attr-defined]
        held += part
        if time.monotonic() > ends:
            raise Unreachable("It did not end its answer in time.")
    return held

"""Calls that leave the house: to an address found once and checked, in limited time and size (art. 3, 24).

Which addresses may be called, `delivery.networks` says; redirects are answers, and are not followed.
"""

import socket
import ssl
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import Any
from urllib.parse import urlsplit

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, ReadTimeoutError

from delivery import networks
from delivery.errors import ServiceBroken, ServiceSilent, ServiceTooLarge
from delivery.networks import Address
from delivery.watch import limited

Resolver = Callable[[str, int], list[Address]]
PORTS = {"http": 80, "https": 443}
CONNECT_SECONDS = 5.0
PIECE = 64 * 1024
KEPT_IN_MEMORY = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where a call goes: the name it is for, and the one address that it will be sent to."""

    scheme: str
    host: str
    port: int
    address: str

    @classmethod
    def of(
        cls,
        url: str,
        *,
        allow_private: bool = False,
        registered: Iterable[str] = (),
        resolver: Resolver | None = None,
    ) -> "Target":
        """Look the name up, once. Raises ServiceBroken for an unknown name or a forbidden address."""
        parts = urlsplit(url)
        host, scheme = parts.hostname or "", parts.scheme
        port = parts.port or PORTS.get(scheme, 0)
        try:
            found = (resolver or networks.resolved)(host, port)
        except (OSError, UnicodeError):
            raise ServiceBroken("unknown_host") from None
        if scheme not in PORTS or not found:
            raise ServiceBroken("unknown_host")
        if not (allow_private or all(networks.may_be_called(one, registered) for one in found)):
            raise ServiceBroken("private_address")
        return cls(scheme=scheme, host=host, port=port, address=str(found[0]))

    def pool(self, seconds: float) -> Any:
        """One connection to the checked address; over TLS the name must be the certificate's."""
        timeout = urllib3.Timeout(connect=min(CONNECT_SECONDS, seconds), read=seconds)
        kept: dict[str, Any] = {"timeout": timeout, "retries": False, "maxsize": 1}
        if self.scheme == "http":
            return urllib3.HTTPConnectionPool(self.address, self.port, **kept)
        trusted = ssl.create_default_context()
        return urllib3.HTTPSConnectionPool(
            self.address,
            self.port,
            ssl_context=trusted,
            server_hostname=self.host,
            assert_hostname=self.host,
            **kept,
        )

    @property
    def authority(self) -> str:
        """The `Host` header."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == PORTS[self.scheme] else f"{name}:{self.port}"


@dataclass(frozen=True, kw_only=True)
class Call:
    """What is asked of a service."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes | None = None


@dataclass
class Reply:
    """What it answered: status, headers, and the whole body in a temporary file."""

    status: int
    headers: Mapping[str, str]
    body: Any
    size: int

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def read(self) -> bytes:
        self.body.seek(0)
        return bytes(self.body.read())


def call(target: Target, asked: Call, *, seconds: float, most: int, whole: bool = True) -> Reply:
    """Ask, and wait for the whole answer, or for its beginning when that is enough.

    Raises ServiceSilent, ServiceBroken, ServiceTooLarge.
    """
    pool = target.pool(seconds)
    sockets: list[socket.socket] = []
    _remember(pool, sockets)
    try:
        with limited(seconds, lambda: _shut(sockets)) as deadline:
            try:
                reply = _asked(pool, target, asked, most, whole=whole)
            except HTTPError as failed:
                raise _named(failed, late=deadline.passed) from None
            except OSError:
                raise (ServiceSilent("too_slow") if deadline.passed else ServiceBroken("broke_off")) from None
            if deadline.passed:  # cut off by us: what looks like the end is none
                reply.body.close()
                raise ServiceSilent("too_slow")
            return reply
    finally:
        pool.close()


def _asked(pool: Any, target: Target, asked: Call, most: int, *, whole: bool) -> Reply:
    response = pool.urlopen(
        asked.method,
        asked.path,
        body=asked.body,
        headers={**asked.headers, "Host": target.authority},
        redirect=False,
        preload_content=False,
        decode_content=True,
    )
    body = SpooledTemporaryFile(max_size=KEPT_IN_MEMORY)  # noqa: SIM115 - the answer closes it
    try:
        size = _copied(response, body, most, whole=whole)
    except BaseException:
        body.close()
        raise
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Reply(response.status, headers, body, size)


def _copied(response: Any, body: Any, most: int, *, whole: bool) -> int:
    """How many bytes there were. Raises ServiceTooLarge, and ServiceBroken when fewer came than promised."""
    size = 0
    while piece := response.read1(PIECE, decode_content=True):
        size += len(piece)
        if size > most and not whole:
            return size
        if size > most:
            raise ServiceTooLarge("too_large")
        body.write(piece)
    if response.length_remaining:
        raise ServiceBroken("broke_off")
    return size


def _named(failed: HTTPError, *, late: bool) -> Exception:
    if late or isinstance(failed, (ReadTimeoutError, ConnectTimeoutError)):
        return ServiceSilent("too_slow")
    return ServiceBroken("broke_off")


def _remember(pool: Any, sockets: list[socket.socket]) -> None:
    """Note the socket of the pool's connection as soon as it stands, so that time can end it."""
    base = pool.ConnectionCls

    class Noted(base):  # type: ignore[valid-type,misc]
        def _new_conn(self) -> socket.socket:
            made: socket.socket = super()._new_conn()
            sockets.append(made)
            return made

    pool.ConnectionCls = Noted


def _shut(sockets: list[socket.socket]) -> None:
    for one in sockets:
        try:
            one.shutdown(socket.SHUT_RDWR)
        except OSError:
            continue

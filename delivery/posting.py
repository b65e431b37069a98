"""Posts one message to an address: resolved once, checked, no redirects, with limits on time and answer."""

import http.client
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from delivery import addresses
from refusals.tree import FieldError, Invalid

SECONDS = settings.PUSH_SECONDS
READ_AT_MOST = 1024
BAD = _("Give an address that begins with https:// or http://, without user name and fragment.")
PRIVATE = _("This address is not public. Ask the operator of the portal to register its network first.")


@dataclass(frozen=True)
class Answer:
    """What came back: a status, or 0 and in a word why there was none."""

    status: int
    words: str

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300


def checked(address: str) -> SplitResult:
    """The parts of an address to which messages may be sent. Raises Invalid."""
    try:
        parts = urlsplit(address)
        sound = parts.scheme in {"http", "https"} and parts.hostname and port_of(parts)
        sound = sound and parts.username is None and not parts.fragment and address.isprintable()
        sound = sound and address.isascii() and " " not in address
    except ValueError:
        sound = False
    if not sound:
        raise Invalid([FieldError("address", "bad_address", BAD)])
    return parts


def refuse_private(address: str) -> None:
    """Refuse an address that leads into a network nobody registered; one that is unknown now may come yet."""
    parts = checked(address)
    try:
        found = addresses.addresses_of(str(parts.hostname), port_of(parts))
    except OSError:
        return
    if not all(addresses.may_be_called(one) for one in found):
        raise Invalid([FieldError("address", "private_address", PRIVATE)])


def port_of(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def post(address: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Post the body; whatever goes wrong is an answer without a status."""
    try:
        parts = checked(address)
        pinned = next(iter(_callable(parts)), None)
        if pinned is None:
            return Answer(0, "private address")
        return _exchange(parts, pinned, body, headers)
    except Invalid:
        return Answer(0, "bad address")
    except (OSError, http.client.HTTPException) as failed:
        return Answer(0, type(failed).__name__)


def _callable(parts: SplitResult) -> list[addresses.Address]:
    """The addresses of the host; none at all when one of them may not be called."""
    found = addresses.addresses_of(str(parts.hostname), port_of(parts))
    return found if all(addresses.may_be_called(one) for one in found) else []


def _exchange(
    parts: SplitResult, pinned: addresses.Address, body: bytes, headers: Mapping[str, str]
) -> Answer:
    line = _Pinned(str(parts.hostname), port_of(parts), timeout=SECONDS)
    line.lead_to(str(pinned), encrypted=parts.scheme == "https")
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        told = {"Content-Type": "application/json", "User-Agent": "Guishu", **headers}
        line.request("POST", target, body, told)
        answer = line.getresponse()
        answer.read(READ_AT_MOST)
        return Answer(answer.status, f"HTTP {answer.status}")
    finally:
        line.close()


class _Pinned(http.client.HTTPConnection):
    """Connects to the address that was checked, whatever the name stands for by now."""

    def lead_to(self, address: str, *, encrypted: bool) -> None:
        self.pinned, self.encrypted = address, encrypted

    def connect(self) -> None:
        line: Any = socket.create_connection((self.pinned, self.port), self.timeout)
        if self.encrypted:
            line = ssl.create_default_context().wrap_socket(line, server_hostname=self.host)
        self.sock = line

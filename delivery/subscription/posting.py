"""Posts one message to a user's system: checked, in limited time, whatever it answers (art. 44)."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from delivery import networks, outward
from delivery.errors import ServiceBroken
from delivery.outward import PORTS, Call, Target
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
        found = networks.resolved(str(parts.hostname), port_of(parts))
    except (OSError, UnicodeError):
        return
    if not all(networks.may_be_called(one, settings.PUSH_NETWORKS) for one in found):
        raise Invalid([FieldError("address", "private_address", PRIVATE)])


def port_of(parts: SplitResult) -> int:
    return parts.port or PORTS[parts.scheme]


def post(address: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Post the body; whatever goes wrong is an answer without a status."""
    try:
        parts = checked(address)
        target = Target.of(address, registered=settings.PUSH_NETWORKS)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        told = {"Content-Type": "application/json", "User-Agent": "Guishu", **headers}
        asked = Call(method="POST", path=path, headers=told, body=body)
        reply = outward.call(target, asked, seconds=SECONDS, most=READ_AT_MOST, whole=False)
    except Invalid:
        return Answer(0, "bad address")
    except ServiceBroken as failed:
        return Answer(0, failed.reason.replace("_", " "))
    reply.body.close()
    return Answer(reply.status, f"HTTP {reply.status}")

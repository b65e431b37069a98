"""Posts one message to a user's system: checked, in limited time, whatever it answers (art. 44)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from delivery import networks, outward
from delivery.errors import ServiceBroken
from delivery.outward import PORTS, Call, Target
from delivery.subscription import webhooks
from refusals.tree import FieldError, Invalid
from workdays import clock

SECONDS = settings.PUSH_SECONDS
LEASE = timedelta(seconds=settings.PUSH_LEASE_SECONDS)
"""How long a message is whose sender may have been killed."""
MOST_FAILURES = settings.PUSH_FAILURES
GONE = 410
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


def attempt(number: str, body: bytes, *, address: str, salt: str) -> Answer:
    """Post it signed, once; a repeat has the same number."""
    moment = int(clock.now().timestamp())
    return post(address, body, webhooks.headers(number, moment, body, salt))


def is_hopeless(answer: Answer, failures: int) -> bool:
    """Whether no more is sent to an address that has just failed this often in a row."""
    return answer.status == GONE or failures >= MOST_FAILURES


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

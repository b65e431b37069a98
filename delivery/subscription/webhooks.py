"""Messages signed by the Standard Webhooks convention: id, moment, HMAC-SHA256 over both and the body."""

import base64
import hashlib
import hmac
from collections.abc import Iterator

from django.conf import settings

SECRET_MARK = "whsec_"  # noqa: S105 - how every such secret begins
SALT = b"guishu.push:"


def secret_of(salt: str) -> str:
    """The secret as the receiver keeps it; not stored, it follows from the portal's key and the salt."""
    return SECRET_MARK + base64.b64encode(next(_keys(salt))).decode()


def headers(number: str, moment: int, body: bytes, salt: str) -> dict[str, str]:
    """What goes with a message; while the portal's key is being replaced it is signed under both."""
    signed = f"{number}.{moment}.".encode() + body
    return {
        "webhook-id": number,
        "webhook-timestamp": str(moment),
        "webhook-signature": " ".join(f"v1,{_signature(key, signed)}" for key in _keys(salt)),
    }


def _signature(key: bytes, signed: bytes) -> str:
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def _keys(salt: str) -> Iterator[bytes]:
    for portal in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield hmac.new(portal.encode(), SALT + salt.encode(), hashlib.sha256).digest()

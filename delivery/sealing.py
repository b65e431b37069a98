"""Secrets of departments at rest: passwords and headers, encrypted; no table holds the key (art. 11)."""

import base64
import hashlib
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core import checks

from delivery.errors import SecretLost

SHORTEST_KEY = 32
HINT = "Make one with `head -c 32 /dev/urandom | base64`; keep it apart from the database and its copies."
PURPOSE = b"guishu credentials "


def seal(text: str) -> str:
    """The text encrypted with the first key; empty stays empty."""
    return _keys().encrypt(text.encode()).decode() if text else ""


def unseal(sealed: str) -> str:
    """The text again; SecretLost when none of the keys opens it."""
    if not sealed:
        return ""
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise SecretLost from None


def _keys() -> MultiFernet:
    """The newest key first; without a key of its own, one is derived from SECRET_KEY and its fallbacks."""
    given = settings.CREDENTIALS_KEYS or [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in given])


def _derived(key: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(PURPOSE + key.encode()).digest())


def check_keys(**kwargs: Any) -> list[checks.CheckMessage]:
    """In production departments' secrets have keys of their own: who knows SECRET_KEY reads none of them."""
    if settings.DEBUG or settings.DEMONSTRATION:
        return []
    if not settings.CREDENTIALS_KEYS:
        return [checks.Error("CREDENTIALS_KEYS is not set.", hint=HINT, id="delivery.E001")]
    found: list[checks.CheckMessage] = []
    if any(len(key) < SHORTEST_KEY for key in settings.CREDENTIALS_KEYS):
        said = f"A key in CREDENTIALS_KEYS has fewer than {SHORTEST_KEY} characters."
        found.append(checks.Error(said, hint=HINT, id="delivery.E002"))
    if settings.CREDENTIALS_KEYS[0] == settings.SECRET_KEY:
        said = "The first key in CREDENTIALS_KEYS, which encrypts, is SECRET_KEY."
        found.append(checks.Error(said, hint=HINT, id="delivery.E003"))
    return found

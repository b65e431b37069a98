"""Secrets of departments at rest: passwords and headers, encrypted; no table holds the key (art. 11)."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from delivery.errors import SecretLost

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

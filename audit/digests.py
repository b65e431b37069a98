"""Salted digests that stand in the trail for personal particulars (art. 42)."""

import hashlib
import secrets


def salt() -> str:
    """A fresh salt of 128 bits, as hexadecimal text."""
    return secrets.token_hex(16)


def of(salt: str, text: str) -> str:
    """SHA-256 over salt, a separator and the text in UTF-8; the salt's length is fixed."""
    return hashlib.sha256(f"{salt}:{text}".encode()).hexdigest()

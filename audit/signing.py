"""The key that signs heads, from `AUDIT_SIGNING_KEY`, and how it is published and handed over (art. 42)."""

import os
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings
from django.core import checks
from django.db import transaction

from audit import context
from audit.models import Key
from audit.trail import Snapshot, record
from verifier import notes


class WrongKey(ValueError):
    """The setting names no Ed25519 key; the sentence never quotes it."""


@dataclass(frozen=True)
class Signer:
    """A private key and the name it signs under."""

    name: str
    private: Ed25519PrivateKey

    @property
    def key(self) -> notes.Key:
        return notes.Key(self.name, self.private.public_key().public_bytes_raw())

    def sign(self, body: str) -> notes.Note:
        return notes.Note(body, self.name, self.key.id, self.private.sign(body.encode()))


def configured() -> Signer | None:
    """The signer of this installation; None without a setting. Raises WrongKey when it cannot be read."""
    given = settings.AUDIT_SIGNING_KEY
    return Signer(settings.AUDIT_LOG_NAME, read(given)) if given else None


def read(given: str) -> Ed25519PrivateKey:
    """A key from base64 of its 32 bytes, or from a file with that or with PEM."""
    text = given.strip()
    try:
        if Path(text).is_file():
            text = Path(text).read_text(encoding="ascii").strip()
        if text.startswith("-----BEGIN"):
            return _only_ed25519(load_pem_private_key(text.encode(), password=None))
        return Ed25519PrivateKey.from_private_bytes(b64decode(text, validate=True))
    except (ValueError, TypeError, OSError) as wrong:
        raise WrongKey("AUDIT_SIGNING_KEY names no Ed25519 key.") from wrong


def _only_ed25519(key: Any) -> Ed25519PrivateKey:
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(type(key).__name__)
    return key


def made() -> str:
    """A new key as base64."""
    return b64encode(os.urandom(32)).decode()


@transaction.atomic
def published(signer: Signer, endorsement: str = "") -> Key:
    """The public key among those that are published; the first use of a key stands in the trail."""
    known = Key.objects.filter(pk=signer.key.id).first()
    if known is not None:
        return known
    key = Key.objects.create(
        id=signer.key.id,
        name=signer.name,
        public=signer.key.public,
        since=context.now(),
        endorsement=endorsement,
    )
    told = {"key": key.text, "endorsed": bool(endorsement)}
    record("audit.key", actor=Snapshot.clock(), subject=key.pk, article="42", particulars=told)
    return key


def hand_over(new: Ed25519PrivateKey) -> Key:
    """Publish a new key, endorsed by the one in use; from the next start on the setting names it."""
    old = configured()
    if old is None:
        raise WrongKey("AUDIT_SIGNING_KEY is not set: there is no key that could endorse a new one.")
    signer = Signer(old.name, new)
    published(old)
    return published(signer, old.sign(notes.endorsement(signer.key, context.now())).text)


def check_key(**kwargs: Any) -> list[checks.CheckMessage]:
    """In production heads are signed: without a key, or with one that cannot be read, nothing starts."""
    try:
        found = configured()
    except WrongKey as wrong:
        return [checks.Error(str(wrong), hint=HINT, id="audit.E003")]
    if found or settings.DEBUG or settings.DEMONSTRATION:
        return []
    return [checks.Error("AUDIT_SIGNING_KEY is not set.", hint=HINT, id="audit.E003")]


HINT = "Make one with `head -c 32 /dev/urandom | base64 > FILE`, keep FILE from others, and set its path."


def keep(key: str, path: Path) -> None:
    """Write a key to a new file that nobody else may read."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key)

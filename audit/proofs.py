"""What shows an outsider that an entry is in the sealed trail, and that the trail only grew (art. 42)."""

import json
from typing import Any

from audit import canonical, tree
from audit.models import Head, Key, Leaf
from verifier.files import GROWTH, PROOF
from verifier.notes import moment


def of_entry(number: int, head: Head | None = None) -> dict[str, Any] | None:
    """The entry's text, its path and the newest head; None when no head covers it yet, or it is purged."""
    leaf = Leaf.objects.filter(entry_id=number).first()
    head = head or Head.objects.select_related("key").order_by("-id").first()
    if leaf is None or head is None or head.size <= leaf.position:
        return None
    text = canonical.sealed(leaf.position, leaf.position + 1)[0][3]
    if text is None:
        return None
    path = tree.inclusion(leaf.position, head.size)
    return {
        "format": PROOF,
        "entry": number,
        "position": leaf.position,
        "hash": bytes(leaf.hash).hex(),
        "text": text,
        "size": head.size,
        "path": [part.hex() for part in path],
        "head": head.note.text,
        "key": head.key.text,
        "endorsement": head.key.endorsement,
    }


def of_growth(first: Head, second: Head) -> dict[str, Any]:
    """What proves that the second head only adds to the first; sizes in order."""
    path = tree.consistency(first.size, second.size)
    return {
        "format": GROWTH,
        "first": first.note.text,
        "second": second.note.text,
        "path": [part.hex() for part in path],
        "keys": [{"key": key.text, "endorsement": key.endorsement} for key in Key.objects.all()],
    }


def as_text(told: dict[str, Any]) -> str:
    """A proof as the file to keep."""
    return json.dumps(told, ensure_ascii=False, indent=2)


def head_of_size(size: int) -> Head | None:
    return Head.objects.select_related("key").filter(size=size).order_by("-id").first()


def told(head: Head) -> dict[str, Any]:
    """A head as JSON."""
    return {
        "size": head.size,
        "root": bytes(head.root).hex(),
        "signed_at": moment(head.signed_at),
        "key": head.key.text,
        "note": head.note.text,
    }

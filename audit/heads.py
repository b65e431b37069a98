"""Signed heads: what the portal commits to, so that nobody can rewrite the trail behind it (art. 42)."""

from datetime import timedelta

from django.db import transaction

from audit import context, sealing, signing, tree
from audit.models import Head
from verifier import notes

AT_MOST_EVERY = timedelta(minutes=1)


def latest() -> Head | None:
    """The newest head, with its key."""
    return Head.objects.select_related("key").order_by("-id").first()


def sign(*, asked: bool = False) -> Head | None:
    """Sign what is sealed: when it has grown, and at most once a minute unless asked. None without a key."""
    signer = signing.configured()
    if signer is None:
        return None
    newest = latest()
    if newest and not asked and timedelta(0) <= context.now() - newest.signed_at < AT_MOST_EVERY:
        return newest
    return _signed(signer, asked=asked)


@transaction.atomic
def _signed(signer: signing.Signer, *, asked: bool) -> Head | None:
    """The head is signed while nobody seals; without anything new the newest stands."""
    held, newest = sealing.hold(wait=asked), latest()
    size = tree.size()
    is_new = newest is None or newest.size != size or newest.key_id != signer.key.id
    if not (held and size and is_new):
        return newest
    key, at = signing.published(signer), context.now()
    head = notes.Head(signer.name, size, tree.root(size), at)
    signature = signer.sign(head.body).signature
    return Head.objects.create(size=size, root=head.root, signed_at=at, key=key, signature=signature)

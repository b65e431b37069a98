"""The one sealer: gives waiting entries their places in the tree, each batch whole or not at all (art. 42).

An entry is sealed once its act is committed: one that commits late takes a later place, and no place changes.
"""

from django.db import connection, transaction

from audit import canonical, tree
from audit.models import Leaf, Pending, Purpose, Subtree
from verifier.merkle import leaf_hash

BATCH = 2_000
LOCK = 0x6775_6973  # `guis`: the first key of our advisory locks
SEALER = 1


def seal(*, wait: bool = False) -> int:
    """Seal all that waits; says how many. Another sealer at work does it for us, unless we wait."""
    sealed = 0
    while Pending.objects.filter(purpose=Purpose.SEAL).exists():
        batch = seal_batch(wait=wait)
        sealed += batch
        if batch < BATCH:
            break
    return sealed


@transaction.atomic
def seal_batch(*, wait: bool = False) -> int:
    """Seal the next entries in one transaction: leaves, complete subtrees, and nothing pending any more."""
    if not hold(wait=wait):
        return 0
    waiting = canonical.waiting(BATCH)
    if not waiting:
        return 0
    grown = tree.frontier(tree.size())
    first, hashes = grown.size, [leaf_hash(text.encode()) for _, _, text in waiting]
    Leaf.objects.bulk_create(
        Leaf(position=first + number, entry_id=entry, hash=found)
        for number, ((_, entry, _), found) in enumerate(zip(waiting, hashes, strict=True))
    )
    Subtree.objects.bulk_create(
        Subtree(level=level, place=place + number, hash=found)
        for level, place, row in grown.extend(hashes)
        if level % tree.TILE == 0
        for number, found in enumerate(row)
    )
    Pending.objects.filter(pk__in=[pending for pending, _, _ in waiting]).delete()
    return len(waiting)


def hold(*, wait: bool) -> bool:
    """Be the only sealer until the transaction ends; False when another is, and we do not wait."""
    call = "pg_advisory_xact_lock" if wait else "pg_try_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {call}(%s, %s)", [LOCK, SEALER])
        return wait or bool(cursor.fetchone()[0])

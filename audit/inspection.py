"""The whole trail held against its seals and heads, read in parts (art. 42)."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from audit import canonical, tree
from audit.models import Head, Key, Pending, Purpose, Subtree
from verifier import merkle, notes
from verifier.checking import Check, Leaf
from verifier.findings import Verdict
from verifier.keys import Keyring

AT_ONCE = 5_000


def verify(kept: Iterable[notes.Note] = (), pinned: Iterable[notes.Key] = ()) -> Verdict:
    """Recompute everything; with heads and keys from outside it holds against ourselves too."""
    keys = Keyring(pinned)
    for key in Key.objects.order_by("since", "id"):
        keys.offer(key.known, key.endorsement)
    check, newest, stray = Check(keys, kept), newest_head(), list(canonical.stray())
    waiting = Pending.objects.filter(purpose=Purpose.SEAL).count()
    for leaves, heads in parts(tree.size(), newest):
        before = check.tree.copy() if check.is_followed else None
        _take(check, leaves, heads)
        if before and check.is_followed:
            _compare_subtrees(check, before, leaves)
    _take(check, [], beyond(tree.size(), newest))
    for entry in stray:
        check.find("inserted", check.expected, entry=entry)
    check.aside["waiting"] = waiting
    return check.finish()


def newest_head() -> int:
    """Heads signed while we verify may cover more than we read."""
    return Head.objects.order_by("-id").values_list("id", flat=True).first() or 0


def parts(size: int, newest: int) -> Iterator[tuple[list[Leaf], list[Head]]]:
    """The leaves in order, some thousands at once, with the heads over them."""
    for first in range(0, size, AT_ONCE):
        end = min(first + AT_ONCE, size)
        heads = Head.objects.filter(id__lte=newest, size__gt=first, size__lte=end).order_by("size", "id")
        yield [Leaf(*row) for row in canonical.sealed(first, end)], list(heads.select_related("key"))


def beyond(size: int, newest: int) -> list[Head]:
    """Heads over more than there is."""
    return list(
        Head.objects.filter(id__lte=newest, size__gt=size).order_by("size", "id").select_related("key")
    )


def _take(check: Check, leaves: list[Leaf], heads: list[Head]) -> None:
    """Each head after the last leaf that it covers."""
    for size, signed in groupby(heads, key=lambda head: head.size):
        covered = [leaf for leaf in leaves if leaf.position < size]
        check.take(covered)
        leaves = leaves[len(covered) :]
        for head in signed:
            check.head(head.note)
    check.take(leaves)


def _compare_subtrees(check: Check, before: merkle.Frontier, leaves: list[Leaf]) -> None:
    """What was summed up when these were sealed still follows from them: this finds a replaced seal."""
    grown = before.extend([leaf.hash for leaf in leaves])
    for level, place, row in grown:
        if level % tree.TILE:
            continue
        chosen = Subtree.objects.filter(level=level, place__gte=place, place__lt=place + len(row))
        stored = {found: bytes(hash_) for found, hash_ in chosen.values_list("place", "hash")}
        for number, summed in enumerate(row, start=place):
            if stored.get(number) != summed:
                check.find("subtree", number << level, (number + 1 << level) - 1)

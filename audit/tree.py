"""The tree over all seals: size, frontier and proofs, from a few hundred stored hashes at most (art. 42)."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q

from audit.models import Leaf, Subtree
from verifier import merkle

TILE = 8
"""Subtrees are stored at every eighth level; what lies between is hashed again from those below."""


def size() -> int:
    """How many entries are sealed."""
    last = Leaf.objects.order_by("-position").values_list("position", flat=True).first()
    return 0 if last is None else last + 1


def frontier(size: int) -> merkle.Frontier:
    """What the tree of this size grows on with."""
    peaks = merkle.subtrees(0, size)
    found = hashes(peaks)
    return merkle.Frontier(size, {level: found[level, place] for level, place in peaks})


def root(size: int) -> bytes:
    return frontier(size).root()


def inclusion(position: int, size: int) -> list[bytes]:
    """The audit path of a position in the tree of this size, from the leaf upwards."""
    return path(merkle.inclusion_parts(position, size))


def consistency(earlier: int, later: int) -> list[bytes]:
    """What proves that the later tree only adds to the earlier one."""
    return path(merkle.consistency_parts(earlier, later))


def path(parts: Sequence[tuple[int, int]]) -> list[bytes]:
    """The root of each range of leaves."""
    complete = [merkle.subtrees(first, end) for first, end in parts]
    found = hashes(subtree for some in complete for subtree in some)
    return [merkle.fold([found[subtree] for subtree in some]) for some in complete]


def hashes(wanted: Iterable[merkle.Subtree]) -> dict[merkle.Subtree, bytes]:
    """The hashes of complete subtrees: one statement for those above leaves alone, one for the rest."""
    chosen = list(dict.fromkeys(wanted))
    stored = _leaves([s for s in chosen if s[0] < TILE]) | _subtrees([s for s in chosen if s[0] >= TILE])
    return {subtree: _summed(subtree, stored) for subtree in chosen}


def _below(subtree: merkle.Subtree) -> tuple[int, int, int]:
    """The stored level under a subtree, and its range of places there."""
    level, place = subtree
    step = level % TILE
    return level - step, place << step, place + 1 << step


def _leaves(wanted: Sequence[merkle.Subtree]) -> dict[merkle.Subtree, bytes]:
    ranges = [_below(subtree) for subtree in wanted]
    chosen = _any(Q(position__gte=first, position__lt=end) for _, first, end in ranges)
    rows = Leaf.objects.filter(chosen).values_list("position", "hash") if ranges else []
    return {(0, position): bytes(found) for position, found in rows}


def _subtrees(wanted: Sequence[merkle.Subtree]) -> dict[merkle.Subtree, bytes]:
    ranges = [_below(subtree) for subtree in wanted]
    chosen = _any(Q(level=level, place__gte=first, place__lt=end) for level, first, end in ranges)
    rows = Subtree.objects.filter(chosen).values_list("level", "place", "hash") if ranges else []
    return {(level, place): bytes(found) for level, place, found in rows}


def _any(conditions: Iterable[Q]) -> Q:
    found: Any = Q()
    for condition in conditions:
        found |= condition
    return found


def _summed(subtree: merkle.Subtree, stored: dict[merkle.Subtree, bytes]) -> bytes:
    base, first, end = _below(subtree)
    row = [stored[base, place] for place in range(first, end)]
    while len(row) > 1:
        row = [merkle.node_hash(left, right) for left, right in zip(row[::2], row[1::2], strict=True)]
    return row[0]

"""The tree of RFC 6962 and 9162: hashes, growth, and proofs of both (art. 42)."""

from collections.abc import Mapping, Sequence
from hashlib import sha256

EMPTY = sha256(b"").digest()
Subtree = tuple[int, int]
"""A complete subtree: its level (a leaf has 0) and its place among those of its level, from 0."""


def leaf_hash(text: bytes) -> bytes:
    return sha256(b"\x00" + text).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def fold(hashes: Sequence[bytes]) -> bytes:
    """The root over complete subtrees that stand side by side, the largest first."""
    if not hashes:
        return EMPTY
    root = hashes[-1]
    for left in reversed(hashes[:-1]):
        root = node_hash(left, root)
    return root


class Frontier:
    """A growing tree by the roots of its complete subtrees alone: one hash for each bit of its size."""

    def __init__(self, size: int = 0, peaks: Mapping[int, bytes] | None = None) -> None:
        self.size, self.peaks = size, dict(peaks or {})

    def copy(self) -> "Frontier":
        return Frontier(self.size, self.peaks)

    def root(self) -> bytes:
        return fold([self.peaks[level] for level in sorted(self.peaks, reverse=True)])

    def extend(self, leaves: Sequence[bytes]) -> list[tuple[int, int, list[bytes]]]:
        """Append leaves; answers the nodes that are complete now: level, place of the first, hashes."""
        row, level, grown, before = list(leaves), 0, [], self.size
        self.size += len(row)
        while row:
            if before >> level & 1:
                row.insert(0, self.peaks.pop(level))
            if len(row) & 1:
                self.peaks[level] = row.pop()
            row = [node_hash(left, right) for left, right in zip(row[::2], row[1::2], strict=True)]
            level += 1
            if row:
                grown.append((level, before >> level, row.copy()))  # the row itself is taken apart above
        return grown


def subtrees(first: int, end: int) -> list[Subtree]:
    """The complete subtrees over the leaves from `first` up to `end`, the largest first.

    `first` must be a multiple of the largest, as the parts of any proof are.
    """
    found, count = [], end - first
    for level in reversed(range(count.bit_length())):
        if count >> level & 1:
            found.append((level, first >> level))
            first += 1 << level
    return found


def _half(first: int, end: int) -> int:
    """Where RFC 6962 parts these leaves: after the largest power of two that leaves something over."""
    return first + (1 << (end - first - 1).bit_length() - 1)


def inclusion_parts(position: int, size: int) -> list[tuple[int, int]]:
    """The ranges of leaves whose roots are the audit path of this position, from the leaf upwards."""
    first, end, found = 0, size, []
    while end - first > 1:
        middle = _half(first, end)
        if position < middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((first, middle))
            first = middle
    return found[::-1]


def consistency_parts(earlier: int, later: int) -> list[tuple[int, int]]:
    """The ranges of leaves whose roots prove that the later tree begins with the earlier, upwards."""
    if earlier in {0, later}:
        return []
    first, end, found = 0, later, []
    while end != earlier:
        middle = _half(first, end)
        if earlier <= middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((first, middle))
            first = middle
    return ([(first, end)] if first else []) + found[::-1]


def is_included(leaf: bytes, position: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Does the path lead from the leaf to the root? (RFC 9162, 2.1.3.2)."""
    if not 0 <= position < size:
        return False
    here, last, found = position, size - 1, leaf
    for beside in path:
        if last == 0:
            return False
        if here & 1 or here == last:
            found = node_hash(beside, found)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            found = node_hash(found, beside)
        here, last = here >> 1, last >> 1
    return last == 0 and found == root


def is_extension(sizes: tuple[int, int], roots: tuple[bytes, bytes], path: Sequence[bytes]) -> bool:
    """Does the later tree begin with all of the earlier one? (RFC 9162, 2.1.4.2)."""
    (earlier, later), (old, new) = sizes, roots
    if earlier == later:
        return not path and old == new
    if earlier == 0:
        return not path and old == EMPTY
    if not 0 < earlier < later:
        return False
    path = [old, *path] if earlier & (earlier - 1) == 0 else list(path)
    return bool(path) and _climb(earlier - 1, later - 1, path) == (old, new)


def _climb(here: int, last: int, path: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """The roots of both trees that the path leads to; None when it is too long or too short."""
    while here & 1:
        here, last = here >> 1, last >> 1
    old = new = path[0]
    for beside in path[1:]:
        if last == 0:
            return None
        if here & 1 or here == last:
            old, new = node_hash(beside, old), node_hash(beside, new)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            new = node_hash(new, beside)
        here, last = here >> 1, last >> 1
    return (old, new) if last == 0 else None

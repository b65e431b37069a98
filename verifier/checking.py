"""Follows a trail leaf by leaf, head by head, and says where it differs from what was sealed (art. 42)."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from verifier.findings import Finding, Verdict
from verifier.keys import Keyring
from verifier.merkle import Frontier
from verifier.notes import Head, Note, Unreadable, moment

PURGE = '"audit.purge"'
YOUNGEST_DAYS = 180
"""No purge reaches entries younger than this."""
MOST_FINDINGS = 1_000


@dataclass(frozen=True, slots=True)
class Leaf:
    """One sealed entry: where, which, its hash, and its text unless that is gone or withheld."""

    position: int
    entry: int
    hash: bytes
    text: str | None


class Check:
    """Takes leaves in the order of their positions, and each head after the last leaf it covers."""

    def __init__(self, keys: Keyring, kept: Iterable[Note] = (), *, partial: bool = False) -> None:
        self.keys, self.partial = keys, partial
        self.tree, self.expected, self.heads = Frontier(), 0, 0
        self.is_followed = True
        """Whether the tree is still known: not after a gap, since what stood there is not."""
        self.agreed = self.agreed_kept = self.many = 0
        self.findings: list[Finding] = []
        self.absent: list[list[int]] = []
        self.purged_below = 0
        self.aside: dict[str, object] = {}
        self.latest: Head | None = None
        self.promise: Head | None = None
        self.differs: set[str] = set()
        """What was said once already: of a root, of a key."""
        self.kept = sorted((Head.of(note) for note in self._signed(kept)), key=lambda head: head.size)

    def find(self, kind: str, first: int, last: int = -1, **told: object) -> None:
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(Finding(kind, first, last, told))

    def _signed(self, notes: Iterable[Note]) -> Iterable[Note]:
        """The heads kept outside are believed once a published key has signed them."""
        for note in notes:
            self._judge_signature(note, Head.of(note))
            yield note

    def _judge_signature(self, note: Note, head: Head) -> bool:
        fault = self.keys.fault_of(note)
        if fault and fault + note.key not in self.differs:
            self.differs.add(fault + note.key)
            self.find(fault, head.size and head.size - 1, key=note.key, size=head.size, at=moment(head.at))
        return not fault

    # --- leaves -----------------------------------------------------------------------------------
    def take(self, leaves: Sequence[Leaf]) -> None:
        """The next leaves."""
        for leaf in leaves:
            text = leaf.text
            if text is None:
                self._note_absence(leaf.position)
            elif sha256(b"\x00" + text.encode()).digest() != leaf.hash:
                self.find("changed", leaf.position, entry=leaf.entry)
            elif PURGE in text:
                self._note_purge(leaf.position, text)
        self.many += len(leaves)
        self._grow(leaves)

    def _note_absence(self, position: int) -> None:
        """Ranges only, so that millions of purged entries take no room."""
        last = self.absent[-1] if self.absent else None
        if last and (last[1] == position - 1 or len(self.absent) > MOST_FINDINGS):
            last[1] = position
        else:
            self.absent.append([position, position])

    def _note_purge(self, position: int, text: str) -> None:
        """A recorded purge counts when it rests on a signed head old enough."""
        try:
            entry = json.loads(text)
            if entry["act"] != "audit.purge":
                return
            note, at = Note.parse(entry["particulars"]["head"]), datetime.fromisoformat(entry["at"])
            head = Head.of(note)
            is_old = at.replace(tzinfo=UTC) - head.at >= timedelta(days=YOUNGEST_DAYS)
        except (Unreadable, ValueError, TypeError, KeyError):
            is_old, head, note = False, None, None
        if head and note and is_old and head.size <= position and not self.keys.fault_of(note):
            self.purged_below = max(self.purged_below, head.size)
        else:
            self.find("purge", position, days=YOUNGEST_DAYS)

    def _grow(self, leaves: Sequence[Leaf]) -> None:
        positions, follows = [leaf.position for leaf in leaves], self.is_followed
        if positions == list(range(self.expected, self.expected + len(leaves))):
            self.expected += len(leaves)
        else:
            leaves = self._in_order(leaves)
        if follows:
            self._extend([leaf.hash for leaf in leaves])

    def _in_order(self, leaves: Sequence[Leaf]) -> Sequence[Leaf]:
        """The leaves up to the first that stands elsewhere than it should; after it no root is known."""
        followed = []
        for leaf in leaves:
            if leaf.position == self.expected:
                followed += [leaf] if self.is_followed else []
            elif leaf.position > self.expected:
                self.find("gap", self.expected, leaf.position - 1)
            else:
                self.find("reordered", leaf.position, expected=self.expected)
            self.is_followed = self.is_followed and leaf.position == self.expected
            self.expected = max(self.expected, leaf.position + 1)
        return followed

    def _extend(self, hashes: list[bytes]) -> None:
        """Grow the tree, stopping wherever a head was kept outside."""
        while hashes:
            stop = self.kept[0].size if self.kept else self.tree.size + len(hashes)
            part = hashes[: max(stop - self.tree.size, 0)]
            hashes = hashes[len(part) :]
            self.tree.extend(part)
            while self.kept and self.kept[0].size <= self.tree.size:
                self._compare_kept(self.kept.pop(0))

    # --- heads ------------------------------------------------------------------------------------
    def _compare_kept(self, head: Head) -> None:
        if head.root == self.tree.root():
            self.agreed_kept = head.size
        elif "kept" not in self.differs:
            self.differs.add("kept")
            self._find_between("kept", self.agreed_kept, head)

    def _find_between(self, kind: str, first: int, head: Head) -> None:
        last = max(head.size - 1, first)
        self.find(kind, min(first, last), last, size=head.size, at=moment(head.at))

    def head(self, note: Note) -> None:
        """The next head, after the last leaf that it covers."""
        self.heads += 1
        head = Head.of(note)
        is_signed = self._judge_signature(note, head)
        self.latest = head
        if self.promise is None or head.size > self.promise.size:
            self.promise = head
        if not self.is_followed or head.size > self.tree.size:
            return
        if head.size == self.tree.size and head.root == self.tree.root():
            self.agreed = head.size if is_signed else self.agreed
        elif "root" not in self.differs:
            self.differs.add("root")
            self._find_between("root", max(self.agreed, self.agreed_kept), head)

    # --- the end ----------------------------------------------------------------------------------
    def finish(self) -> Verdict:
        """The verdict, once all is taken."""
        self._judge_tail()
        self._judge_absence()
        self._sum_up()
        latest = self.latest.at if self.latest else None
        return Verdict(self.expected, self.tree.root(), self.heads, self.findings, self.aside, latest)

    def _judge_tail(self) -> None:
        """A head of more entries than there are tells that the end was cut off."""
        longest = max((h for h in (self.promise, *self.kept) if h), key=lambda head: head.size, default=None)
        if longest and longest.size > self.expected:
            last = longest.size - 1
            self.find("cut", self.expected, last, size=longest.size, at=moment(longest.at))

    def _judge_absence(self) -> None:
        gone = sum(last - first + 1 for first, last in self.absent)
        if self.partial:
            self.aside["withheld"] = gone
            return
        for first, last in self.absent:
            if last >= self.purged_below:
                self.find("missing", max(first, self.purged_below), last)
        self.aside["purged"] = sum(max(min(b, self.purged_below - 1) - a + 1, 0) for a, b in self.absent)

    def _sum_up(self) -> None:
        self.aside["first_seen"] = self.keys.first_seen
        if not self.findings:
            self.aside["unsigned"] = self.expected - self.agreed

"""Reads what the portal exports: a trail as JSON lines, or the proof of one entry as JSON (art. 42)."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from verifier.checking import Check, Leaf
from verifier.findings import Verdict
from verifier.keys import Keyring
from verifier.merkle import is_extension, is_included, leaf_hash
from verifier.notes import Head, Key, Note, Unreadable

TRAIL, PROOF, GROWTH = "guishu-trail-1", "guishu-proof-1", "guishu-consistency-1"
AT_ONCE = 1_000


def verify_trail(lines: Iterable[str], pinned: Iterable[Key] = (), kept: Iterable[Note] = ()) -> Verdict:
    """Check an exported trail, reading it once; raises Unreadable when it is no such file at all."""
    rest = iter(lines)
    opening, keys = _opening(rest), Keyring(pinned)
    reading = Reading(keys, list(kept), partial=bool(opening.get("partial")))
    reading.read(rest)
    return reading.verdict()


def _opening(lines: Iterator[str]) -> dict[str, Any]:
    opening = _parsed(next(lines, ""))
    if opening.get("format") != TRAIL:
        raise Unreadable("This is no exported trail.")
    return opening


def _parsed(line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as wrong:
        raise Unreadable(line[:200]) from wrong
    if not isinstance(found, dict):
        raise Unreadable(line[:200])
    return found


class Reading:
    """One pass over the lines: the keys first, then leaves and heads in order, then the end."""

    def __init__(self, keys: Keyring, kept: list[Note], *, partial: bool) -> None:
        self.keys, self.kept, self.partial = keys, kept, partial
        self.check: Check | None = None
        self.told: int | None = None

    @property
    def checking(self) -> Check:
        """The check, begun once all keys are known."""
        if self.check is None:
            self.check = Check(self.keys, self.kept, partial=self.partial)
        return self.check

    def read(self, lines: Iterator[str]) -> None:
        number = 1
        while some := list(islice(lines, AT_ONCE)):
            leaves: list[Leaf] = []
            for line in some:
                number += 1
                try:
                    self._line(_parsed(line), leaves)
                except (Unreadable, KeyError, TypeError, ValueError):
                    self._take(leaves)
                    self.checking.find("unreadable", self.checking.expected, line=number)
            self._take(leaves)

    def _line(self, said: dict[str, Any], leaves: list[Leaf]) -> None:
        if "position" in said:
            leaves.append(_leaf(said))
        elif "head" in said:
            self._take(leaves)
            self.checking.head(Note.parse(said["head"]))
        elif "key" in said:
            self.keys.offer(Key.parse(said["key"]), said.get("endorsement", ""))
        else:
            self._take(leaves)
            self._aside(said)

    def _take(self, leaves: list[Leaf]) -> None:
        if leaves:
            self.checking.take(leaves)
            leaves.clear()

    def _aside(self, said: dict[str, Any]) -> None:
        if "stray" in said:
            self.checking.find("inserted", self.checking.expected, entry=said["stray"])
        elif "leaves" in said:
            self.told = int(said["leaves"])
            self.checking.aside["waiting"] = int(said.get("waiting", 0))
        else:
            raise Unreadable(str(said)[:200])

    def verdict(self) -> Verdict:
        check = self.checking
        if self.told != check.many:
            check.find("short", check.expected, told=self.told or 0, many=check.many)
        return check.finish()


def _leaf(said: dict[str, Any]) -> Leaf:
    text = said.get("text")
    if not isinstance(text, str | None) or type(said["position"]) is not int:
        raise Unreadable(str(said)[:200])
    return Leaf(said["position"], int(said["entry"]), bytes.fromhex(said["hash"]), text)


def verify_proof(
    text: str, pinned: Iterable[Key] = (), kept: Iterable[Note] = ()
) -> tuple[bool, dict[str, Any]]:
    """Is this one entry, as its text stands in the file, under the signed head? Answers what it says too."""
    said = _parsed(text)
    try:
        if said.get("format") != PROOF:
            raise Unreadable("This is no proof of an entry.")
        note, key = Note.parse(said["head"]), Key.parse(said["key"])
        head, path = Head.of(note), [bytes.fromhex(part) for part in said["path"]]
        leaf, position = leaf_hash(said["text"].encode()), int(said["position"])
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise Unreadable(text[:200]) from wrong
    keys = Keyring(pinned)
    keys.offer(key, str(said.get("endorsement", "")))
    is_in = is_included(leaf, position, head.size, path, head.root)
    agrees = all(Head.of(one).root == head.root for one in kept if Head.of(one).size == head.size)
    told = {"head": head, "key": key, "position": position, "entry": said.get("entry"), "text": said["text"]}
    return is_in and agrees and not keys.fault_of(note), told


def verify_growth(text: str, pinned: Iterable[Key] = ()) -> bool:
    """Does the later head only add to the earlier one?"""
    said = _parsed(text)
    try:
        earlier, later = (Note.parse(said[name]) for name in ("first", "second"))
        one, two = Head.of(earlier), Head.of(later)
        path = [bytes.fromhex(part) for part in said["path"]]
        keys = Keyring(pinned)
        for known in said["keys"]:
            keys.offer(Key.parse(known["key"]), known.get("endorsement", ""))
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise Unreadable(text[:200]) from wrong
    grew = is_extension((one.size, two.size), (one.root, two.root), path)
    return grew and not keys.fault_of(earlier) and not keys.fault_of(later)

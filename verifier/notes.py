"""Signed heads and keys as text: C2SP signed notes and checkpoints, which others read too (art. 42).

guishu.trail
1234
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
at 2026-11-23T01:02:03.000000Z

— guishu.trail BASE64(four bytes of key id, then the Ed25519 signature of the lines above)
"""

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from verifier.ed25519 import is_signed

ED25519 = b"\x01"
NOTE = re.compile(r"((?:(?!— )[^\n]+\n)+)\n((?:— \S+ [A-Za-z0-9+/]+={0,2}\n)+)")
SIZE = re.compile(r"0|[1-9][0-9]{0,17}")
NAME = re.compile(r"[^\s+]+")


class Unreadable(ValueError):
    """The text is no head, key or proof."""


def moment(at: datetime) -> str:
    """A point in time in UTC, always with six digits of a second."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def decoded(text: str, length: int) -> bytes:
    """Base64 of so many bytes, written in the one right way."""
    try:
        found = b64decode(text, validate=True)
    except ValueError as wrong:
        raise Unreadable(text) from wrong
    if len(found) != length or b64encode(found).decode() != text:
        raise Unreadable(text)
    return found


@dataclass(frozen=True)
class Key:
    """A public Ed25519 key with the name it signs under; as text `name+id+key`."""

    name: str
    public: bytes

    @property
    def id(self) -> str:
        """Four bytes as hexadecimal; short, so that no proof rests on it."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).hexdigest()[:8]

    @property
    def text(self) -> str:
        return f"{self.name}+{self.id}+{b64encode(ED25519 + self.public).decode()}"

    @classmethod
    def parse(cls, text: str) -> "Key":
        name, _, rest = text.strip().partition("+")
        number, _, encoded = rest.partition("+")
        key = cls(name, decoded(encoded, 33)[1:])
        if key.text != text.strip() or not NAME.fullmatch(name) or number != key.id:
            raise Unreadable(text)
        return key

    def signed(self, note: "Note") -> bool:
        """Is this note's signature by this key?"""
        ours = (note.name, note.key) == (self.name, self.id)
        return ours and is_signed(self.public, note.signature, note.body.encode())


@dataclass(frozen=True)
class Note:
    """Lines and the first signature under them."""

    body: str
    name: str
    key: str
    signature: bytes

    @property
    def text(self) -> str:
        return f"{self.body}\n— {self.name} {b64encode(bytes.fromhex(self.key) + self.signature).decode()}\n"

    @classmethod
    def parse(cls, text: str) -> "Note":
        found = all_notes(text)
        if len(found) != 1:
            raise Unreadable(text[:200])
        return found[0]


def all_notes(text: str) -> list[Note]:
    """Every note of a text that may hold several, one after the other."""
    plain = text.replace("\r\n", "\n").strip() + "\n"
    return [_note(*found.groups()) for found in NOTE.finditer(plain)]


def _note(body: str, signatures: str) -> Note:
    """The note with its first signature of our kind; witnesses may have added theirs."""
    for line in signatures.splitlines():
        _, name, encoded = line.split(" ")
        if len(encoded) == 92:
            signed = decoded(encoded, 68)
            return Note(body, name, signed[:4].hex(), signed[4:])
    raise Unreadable(signatures[:200])


@dataclass(frozen=True)
class Head:
    """What a head says: so many entries, with this root, at this time."""

    origin: str
    size: int
    root: bytes
    at: datetime

    @property
    def body(self) -> str:
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\nat {moment(self.at)}\n"

    @classmethod
    def of(cls, note: Note) -> "Head":
        lines = note.body.split("\n")
        if len(lines) != 5 or not SIZE.fullmatch(lines[1]) or not lines[3].startswith("at "):
            raise Unreadable(note.body)
        head = cls(lines[0], int(lines[1]), decoded(lines[2], 32), moment_of(lines[3][3:]))
        if head.body != note.body:
            raise Unreadable(note.body)
        return head


def moment_of(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as wrong:
        raise Unreadable(text) from wrong
    if at.tzinfo is None:
        raise Unreadable(text)
    return at


def endorsement(successor: Key, at: datetime) -> str:
    """What a key signs when another takes its place; no head begins like this."""
    return f"{successor.name} key\n{successor.text}\nat {moment(at)}\n"


def endorsed(note: Note) -> Key:
    """The key that this note puts in the place of the one that signed it."""
    lines = note.body.split("\n")
    key = Key.parse(lines[1]) if len(lines) == 4 else None
    if key is None or lines[0] != f"{key.name} key":
        raise Unreadable(note.body)
    return key


def heads_in(text: str) -> list[Note]:
    """The heads of a file: notes one after the other, or JSON as the interface answers it."""
    try:
        found = [note for part in _note_texts(text) for note in all_notes(part)]
    except RecursionError as deep:
        raise Unreadable(text[:200]) from deep
    heads = [note for note in found if is_head(note)]
    if not heads:
        raise Unreadable(text[:200])
    return heads


def is_head(note: Note) -> bool:
    try:
        Head.of(note)
    except Unreadable:
        return False
    return True


def _note_texts(text: str) -> list[str]:
    """The text itself, or the notes within JSON, also JSON line by line."""
    if not text.lstrip().startswith(("{", "[")):
        return [text]
    try:
        return list(_within(json.loads(text)))
    except json.JSONDecodeError:
        pass
    try:
        return [found for line in text.splitlines() if line.strip() for found in _within(json.loads(line))]
    except json.JSONDecodeError as wrong:
        raise Unreadable(text[:200]) from wrong


def _within(thing: Any) -> Iterator[str]:
    """The values called `note` or `head`, however deep."""
    if isinstance(thing, list):
        for part in thing:
            yield from _within(part)
    elif isinstance(thing, dict):
        for name, value in thing.items():
            if name in {"note", "head"} and isinstance(value, str):
                yield value
            else:
                yield from _within(value)

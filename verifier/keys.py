"""Whose signatures count: pinned keys, or the first one seen, and those that these endorse (art. 42)."""

from collections.abc import Iterable

from verifier.notes import Key, Note, Unreadable, endorsed


class Keyring:
    """Keys that are known, and among them those that are trusted."""

    def __init__(self, pinned: Iterable[Key] = ()) -> None:
        self.known: dict[str, Key] = {key.id: key for key in pinned}
        self.trusted: set[str] = set(self.known)
        self.first_seen = ""

    def offer(self, key: Key, endorsement: str = "") -> None:
        """Learn of a published key; the first is trusted when none is pinned."""
        if not self.trusted:
            self.first_seen = key.text
            self.trusted.add(key.id)
        self.known.setdefault(key.id, key)
        if endorsement:
            self._endorse(key, endorsement)

    def _endorse(self, key: Key, text: str) -> None:
        try:
            note = Note.parse(text)
            named = endorsed(note)
        except Unreadable:
            return
        signer = self.known.get(note.key)
        if named == key and note.key in self.trusted and signer is not None and signer.signed(note):
            self.trusted.add(key.id)

    def fault_of(self, note: Note) -> str:
        """What is wrong with this signature: `key`, `signature`, or nothing."""
        key = self.known.get(note.key)
        if key is None or note.key not in self.trusted:
            return "key"
        return "" if key.signed(note) else "signature"

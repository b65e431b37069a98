"""Whether every sentence is translated, once, and with the same placeholders."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polib
from django.apps import apps

from portal.catalogues import (
    CHINESE,
    TOP,
    all_catalogues,
    catalogue_of,
    live_entries,
    open_or_new,
    room_of,
    rooms,
)
from portal.extraction import Sentence, sentences

PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%[sdif]|\{\w*\}")
Wanted = dict[tuple[str, str], Sentence]


def every_room(top: Path = TOP) -> list[str]:
    """The rooms, and "" for the top-level catalogue."""
    return ["", *rooms(top)]


def faults(chosen: list[str] | None = None, top: Path = TOP) -> list[str]:
    """Everything wrong with the catalogues of these rooms (all), one line each; empty when all is well."""
    wanted = sentences(top)
    asked = every_room(top) if chosen is None else chosen
    found = [fault for room in asked for fault in _faults_of(top, room, wanted.get(room, {}))]
    return [*found, *_foreign(top, asked, wanted), *_conflicts(top, asked)]


def write_missing(chosen: list[str] | None = None, top: Path = TOP, *, prune: bool = False) -> int:
    """Add missing sentences to the rooms' catalogues, untranslated; `prune` drops stale ones."""
    asked = every_room(top) if chosen is None else chosen
    wanted = sentences(top)
    return sum(_write_room(top, room, wanted.get(room, {}), prune=prune) for room in asked)


def _key(entry: polib.POEntry) -> tuple[str, str]:
    return entry.msgctxt or "", entry.msgid


def _faults_of(top: Path, room: str, wanted: Wanted) -> Iterator[str]:
    path = catalogue_of(room, top)
    name = str(path.relative_to(top))
    entries = {_key(entry): entry for entry in live_entries(path)}
    for key, sentence in wanted.items():
        if key not in entries:
            yield f"{name}: missing {sentence.msgid!r} ({sentence.found})"
    for key, entry in entries.items():
        if key not in wanted:
            yield f"{name}: stale {entry.msgid!r}"
        elif fault := _fault_of(entry, wanted[key]):
            yield f"{name}: {fault} {entry.msgid!r}"


def _fault_of(entry: polib.POEntry, sentence: Sentence) -> str:
    """What is wrong with one translation."""
    if entry.fuzzy:
        return "fuzzy"
    if (entry.msgid_plural or "") != sentence.plural:
        return "plural differs in"
    translated = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not translated or not all(translated):
        return "untranslated"
    model = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    if any(set(PLACEHOLDER.findall(text)) != model for text in translated):
        return "placeholders differ in"
    return ""


def _foreign(top: Path, asked: list[str], wanted: dict[str, Wanted]) -> Iterator[str]:
    """Catalogues of other languages say only what the code says."""
    for path in all_catalogues(top):
        room = room_of(path.relative_to(top))
        if path.parts[-3] == CHINESE or room not in asked:
            continue
        known = wanted.get(room, {})
        for entry in live_entries(path):
            if _key(entry) not in known:
                yield f"{path.relative_to(top)}: stale {entry.msgid!r}"


def _conflicts(top: Path, asked: list[str]) -> Iterator[str]:
    """Django merges all catalogues: one sentence has one translation, whatever the room."""
    said: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for room in every_room(top):
        for entry in live_entries(catalogue_of(room, top)):
            said[_key(entry)][room] = entry.msgstr or str(entry.msgstr_plural.get(0, ""))
    for (context, msgid), by_room in said.items():
        if not set(asked) & set(by_room):
            continue
        if len(set(by_room.values()) - {""}) > 1:
            yield f"conflicting translations of {msgid!r}: {by_room}"
        elif (shown := _of_others(context, msgid)) not in {*by_room.values(), msgid}:
            yield f"{msgid!r} would be shown as {shown!r}, which another library says: give it a context"


def _of_others(context: str, msgid: str) -> str:
    """What the libraries that come before our rooms make of the sentence; itself when they do not know it."""
    return _libraries().get((context, msgid), msgid)


@cache
def _libraries() -> dict[tuple[str, str], str]:
    """What Django and other libraries translate; the first installed wins, as in Django."""
    known: dict[tuple[str, str], str] = {}
    ours = set(rooms())
    for config in apps.get_app_configs():
        for path in sorted(Path(config.path).glob(f"locale/{CHINESE}/LC_MESSAGES/django.mo")):
            if config.name not in ours:
                entries = polib.mofile(str(path))
                known = {
                    _key(entry): entry.msgstr or entry.msgstr_plural.get(0, "") for entry in entries
                } | known
    return known


def _write_room(top: Path, room: str, wanted: Wanted, *, prune: bool) -> int:
    path = catalogue_of(room, top)
    known = {_key(entry) for entry in live_entries(path)}
    missing = [sentence for key, sentence in wanted.items() if key not in known]
    stale = known - set(wanted) if prune else set()
    if not missing and not stale:
        return 0
    catalogue = open_or_new(path)
    for entry in [entry for entry in catalogue if _key(entry) in stale]:
        catalogue.remove(entry)
    catalogue.extend(_entry(sentence) for sentence in missing)
    catalogue.save(str(path))
    return len(missing) + len(stale)


def _entry(sentence: Sentence) -> polib.POEntry:
    entry = polib.POEntry(msgid=sentence.msgid, msgctxt=sentence.context or None)
    if sentence.plural:
        entry.msgid_plural, entry.msgstr_plural = sentence.plural, {0: ""}
    return entry

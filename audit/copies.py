"""Copies of the trail that leave the house: for the verifier, for spreadsheets, for programs (art. 42)."""

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from io import StringIO
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from audit import canonical, inspection, sentences, tree
from audit.models import Entry, Head, Key, Pending, Purpose
from audit.querysets import TrailQuerySet
from verifier.checking import Leaf
from verifier.files import TRAIL

AT_ONCE = 2_000
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def whole_trail() -> Iterator[str]:
    """All that the verifier needs, as JSON lines: keys, leaves with their texts, heads, the end."""
    newest = inspection.newest_head()
    size, many = tree.size(), 0
    yield line(format=TRAIL, size=size, partial=False)
    for key in Key.objects.order_by("since", "id"):
        yield line(key=key.text, endorsement=key.endorsement)
    for leaves, heads in inspection.parts(size, newest):
        yield from told(leaves, heads)
        many += len(leaves)
    yield from (line(head=head.note.text) for head in inspection.beyond(size, newest))
    yield from (line(stray=entry) for entry in canonical.stray())
    yield line(leaves=many, waiting=Pending.objects.filter(purpose=Purpose.SEAL).count())


def told(leaves: list[Leaf], heads: list[Head]) -> Iterator[str]:
    """Each head after the last leaf that it covers."""
    for size, signed in groupby(heads, key=lambda head: head.size):
        covered = [leaf for leaf in leaves if leaf.position < size]
        yield from map(told_leaf, covered)
        yield from (line(head=head.note.text) for head in signed)
        leaves = leaves[len(covered) :]
    yield from map(told_leaf, leaves)


def told_leaf(leaf: Leaf) -> str:
    said: dict[str, Any] = {"position": leaf.position, "entry": leaf.entry, "hash": leaf.hash.hex()}
    return line(**said) if leaf.text is None else line(**said, text=leaf.text)


def line(**said: Any) -> str:
    return json.dumps(said, ensure_ascii=False) + "\n"


def as_csv(entries: TrailQuerySet) -> Iterator[str]:
    """The entries as a table; text that a spreadsheet would take for a formula is quoted."""
    yield "\ufeff" + row(heading())
    for entry in entries.with_position().iterator(chunk_size=AT_ONCE):
        yield row(cells(entry))


def as_lines(entries: TrailQuerySet) -> Iterator[str]:
    """The entries as JSON lines, each with its place in the sealed trail, or null."""
    for entry in entries.with_position().iterator(chunk_size=AT_ONCE):
        known = {name: getattr(entry, name) for name in canonical.COLUMNS}
        yield line(**known | {"at": entry.at.isoformat(), "position": getattr(entry, "position", None)})


def heading() -> list[str]:
    """The headings of the table."""
    return [
        *(_("Number"), _("Sealed at position"), _("time"), _("act"), _("What was done"), _("person")),
        *(_("person's name"), _("organization"), _("organization's name"), _("post"), _("standing in for")),
        *(_("case"), _("subject"), _("article"), _("before"), _("after"), _("particulars"), _("address")),
        _("request id"),
    ]


def cells(entry: Entry) -> list[Any]:
    position = getattr(entry, "position", None)
    return [
        *(entry.pk, "" if position is None else position, entry.at, entry.act),
        *(sentences.tell(entry), entry.person, entry.person_name, entry.organization),
        *(entry.organization_name, sentences.post(entry.post), entry.standing_in_for, entry.case),
        *(entry.subject, entry.article, compact(entry.before), compact(entry.after)),
        *(compact(entry.particulars), entry.address or "", entry.request_id),
    ]


def compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if value not in (None, {}, []) else ""


def row(values: Iterable[Any]) -> str:
    written = StringIO()
    csv.writer(written).writerow([harmless(value) for value in values])
    return written.getvalue()


def harmless(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    is_formula = isinstance(value, str) and value.startswith(FORMULA_STARTS)
    return f"'{value}" if is_formula else value

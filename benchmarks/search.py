"""Catalogue search among few and many entries, against ILIKE on the same text."""

from collections.abc import Callable, Iterator
from functools import partial
from statistics import median
from typing import Any

from django.db import connections

from benchmarks.measuring import in_turn
from benchmarks.place import NEAR, owners, run
from benchmarks.report import Line, Part
from catalog.models import Entry, EntryVersion
from organizations.actors import ANONYMOUS

MANY = 20_000
ROUNDS, PAGE = 30, 20
WORDS = {"six characters": "登记基本信息", "two characters": "企业", "one character": "税"}
HOW = f"""The first page of {PAGE} entries that a reader without an account finds: by the catalogue's
own query, and by the same query with `search_text ILIKE '%…%'` in the place of the bigram index. In
turn, {ROUNDS} times, medians. The entries are those of the demonstration, then the same repeated."""


def bench() -> Part:
    few = list(_lines())
    fill()
    return Part("Catalogue search", HOW, (*few, *_lines()))


def _lines() -> Iterator[Line]:
    entries = _rows().count()
    for kind, word in WORDS.items():
        ways: dict[str, Callable[[], object]] = {"own": partial(_found, word), "ilike": partial(_ilike, word)}
        assert _found(word) == _ilike(word)
        taken = in_turn(ways, ROUNDS)
        own, ilike = median(taken["own"]) * 1000, median(taken["ilike"]) * 1000
        what = f"{kind} among {entries:,} ({_hits(word):,} hits)"
        yield Line(what, f"{own / ilike:.0%} of ILIKE's time ({own:.1f} ms, {ilike:.1f} ms)")


def _rows() -> Any:
    return Entry.objects.visible_to(ANONYMOUS).published()


def _hits(word: str) -> int:
    return int(_rows().containing(word).count())


def _found(word: str) -> list[Any]:
    return list(_rows().search(word).with_version()[:PAGE])


def _ilike(word: str) -> list[Any]:
    where = '"catalog_entry"."search_text" ILIKE %s'
    return list(_rows().extra(where=[where], params=[f"%{word}%"]).placed(word).with_version()[:PAGE])


def fill() -> None:
    """Repeat the published entries until readers without an account may see so many."""
    missing = (MANY - _rows().count()) * Entry.objects.published().count() // _rows().count()
    run(owners(NEAR), _copied_entries(missing), _copied_versions(), PUBLISHED, "VACUUM ANALYZE")
    connections.close_all()


def _columns(model: Any, *left_out: str) -> list[str]:
    return [f.column for f in model._meta.concrete_fields if not f.primary_key and f.name not in left_out]


def _copied_entries(missing: int) -> str:
    return f"""
        INSERT INTO catalog_entry (code, provider_id, status, search_text, search_vector)
        SELECT 'B' || t.id || '-' || nextval('catalog_entry_id_seq'), provider_id, 'draft', '', ''
        FROM generate_series(1, {missing}) n, catalog_entry t
        WHERE t.status = 'published' ORDER BY n LIMIT {missing}"""


def _copied_versions() -> str:
    columns = _columns(EntryVersion, "entry")
    return f"""
        INSERT INTO catalog_entryversion (entry_id, {", ".join(columns)})
        SELECT e.id, {", ".join(f"v.{column}" for column in columns)} FROM catalog_entry e
        JOIN catalog_entry t ON t.id = substring(e.code FROM 'B([0-9]+)-')::bigint
        JOIN catalog_entryversion v ON v.id = t.current_id WHERE e.status = 'draft' AND e.code LIKE 'B%'"""


PUBLISHED = """
    UPDATE catalog_entry e SET status = 'published', current_id = v.id, published_at = t.published_at,
        search_text = t.search_text, search_vector = t.search_vector
    FROM catalog_entryversion v, catalog_entry t
    WHERE v.entry_id = e.id AND e.status = 'draft' AND t.id = substring(e.code FROM 'B([0-9]+)-')::bigint"""

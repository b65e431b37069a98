"""The sealed trail: sealing, verifying and proving among many entries, against reading and hashing alone."""

import os
from collections.abc import Iterator
from hashlib import sha256
from random import Random
from statistics import median
from time import perf_counter

from django.conf import settings
from django.db import connection

from audit import canonical, heads, inspection, sealing, signing, tree
from audit.models import Leaf, Pending
from benchmarks.measuring import percentile
from benchmarks.report import Line, Part

ENTRIES = int(os.environ.get("BENCH_ENTRIES", "1000000"))
AT_ONCE, PROOFS = 5_000, 300
LEAST_A_SECOND, MOST_TIMES, MOST_MS = 500, 1.5, 20
HOW = f"""{ENTRIES:,} entries as a decision leaves them, about 700 bytes of text each (`BENCH_ENTRIES` changes
how many). Sealing drains all of them in batches, commits included. Verifying recomputes every leaf, the tree,
the heads and the stored subtrees; its peer reads the same rows in the same parts, lets PostgreSQL write the
same text, and hashes it, once before and once after. Proofs are of {PROOFS} entries at random."""
FILL = """
WITH made AS (
    INSERT INTO audit_entry (at, act, person, person_name, organization, organization_name, post,
        standing_in_for, "case", subject, article, before, after, particulars, personal, tells, address,
        request_id)
    SELECT now() - interval '1 hour', 'sharing.agree', 'hr.reviewer', '审核人员', 'GX-HR',
        '自治区人力资源和社会保障厅', 'reviewer', '', 'GX-SR-2026-' || n, 'GX-MARKET-' || n %% 1000, '29(3)',
        '{"state": "provider_review"}', '{"state": "reply"}',
        jsonb_build_object('fields', ARRAY['企业名称', '统一社会信用代码'], 'number', n,
            'reason', repeat('依据', 20)), '{}', ARRAY['GX-HR'], '10.1.2.3', md5(n::text)
    FROM generate_series(1, %s) n RETURNING id, at
)
INSERT INTO audit_pending (entry_id, purpose, created) SELECT id, 'seal', at FROM made
"""


def bench() -> Part:
    settings.AUDIT_SIGNING_KEY = signing.made()
    sealing.seal()
    fill()
    waiting = Pending.objects.filter(purpose="seal").count()
    sealed = timed(sealing.seal)
    heads.sign(asked=True)
    before = timed(read_and_hash)
    verified = timed(verify)
    after = timed(read_and_hash)
    return Part(
        "The sealed trail", HOW, tuple(_lines(waiting / sealed, verified, (before + after) / 2, proofs()))
    )


def fill() -> None:
    for first in range(0, ENTRIES, 100_000):
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute(FILL, [min(100_000, ENTRIES - first)])


def timed(act: object) -> float:
    begun = perf_counter()
    act()  # type: ignore[operator]
    return perf_counter() - begun


def verify() -> None:
    verdict = inspection.verify()
    assert verdict.is_good, verdict.lines(1)


def read_and_hash() -> None:
    """The rows, their text, one hash each; nothing compared and no tree."""
    for first in range(0, tree.size(), AT_ONCE):
        for _position, _entry, _hash, text in canonical.sealed(first, first + AT_ONCE):
            assert text is not None
            sha256(b"\x00" + text.encode()).digest()


def proofs() -> list[float]:
    """Seconds for each of many proofs of inclusion."""
    chance, size, taken = Random(1), tree.size(), []
    for _ in range(PROOFS):
        position = chance.randrange(size)
        begun = perf_counter()
        tree.inclusion(position, size)
        taken.append(perf_counter() - begun)
    return taken


def _lines(rate: float, verified: float, read: float, proven: list[float]) -> Iterator[Line]:
    figure = f"{rate:,.0f} entries a second"
    yield Line("sealing", figure, f"at least {LEAST_A_SECOND}", rate >= LEAST_A_SECOND)
    times = verified / read
    figure = f"{times:.2f} times ({verified:.1f} s, {read:.1f} s)"
    yield Line(
        f"verifying {Leaf.objects.count():,}", figure, f"at most {MOST_TIMES} times", times <= MOST_TIMES
    )
    middle, slow = median(proven) * 1000, percentile(proven, 95) * 1000
    figure = f"{middle:.1f} ms (95th percentile {slow:.1f} ms)"
    yield Line("a proof", figure, f"at most {MOST_MS} ms", middle <= MOST_MS)

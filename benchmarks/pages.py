"""Pages of rows through the gateway, with mask and trail, against the bare DuckDB query, first and last."""

import json
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from statistics import median

import duckdb

from benchmarks.door import Door
from benchmarks.measuring import in_turn, percentile
from benchmarks.report import Line, Part
from benchmarks.table import COLUMNS, FIELDS, PAGE, ROWS, Table, table

ROUNDS, LEAST, MOST_TIMES = 80, 0.50, 1.2
LAST = ROWS // PAGE
MIDDLE = LAST // 2
HOW = f"""A page of {PAGE} rows, {len(FIELDS)} of 12 fields, of {ROWS:,} rows over REST with a bearer token,
in one process through the whole WSGI stack: token, posts, grant, mask, cursor, JSON, digest, entry
in the trail, commit. The peer is what somebody with DuckDB and the file would write: on a
connection that stays open, with DuckDB's own settings, `SELECT` the same columns `FROM
read_parquet(file) LIMIT {PAGE} OFFSET n`, fetch the rows, `json.dumps` them. DuckDB keeps the order
of the file, so both tell the same rows, which is compared before the run. Told beside it, without a
limit: the same as a seek, as the gateway itself asks, by `file_row_number BETWEEN`, with one thread
and the footer kept in memory. In turn, {ROUNDS} times, medians."""
Page = Callable[[], bytes]


def bench() -> Part:
    found = table()
    places = (1, MIDDLE, LAST)
    ways: dict[str, Page] = {}
    for number in places:
        ways |= {
            f"gateway {number}": gateway(found, number),
            f"offset {number}": offset(found, number),
            f"seek {number}": seek(found, number),
        }
        compare(ways, number)
    return Part("A page of rows", HOW, tuple(lines(in_turn(ways, ROUNDS))))


def gateway(found: Table, number: int) -> Page:
    door, address = Door(), found.page(number)

    def call() -> bytes:
        answer = door.get(address, HTTP_AUTHORIZATION=found.authorization["Authorization"])
        assert answer.status == 200, answer.body.decode()
        return answer.body

    return call


def offset(found: Table, number: int) -> Page:
    """What anybody would write."""
    source = f"read_parquet('{found.path}')"
    return in_json(duckdb.connect(":memory:"), f"{source} LIMIT {PAGE} OFFSET {(number - 1) * PAGE}")


def seek(found: Table, number: int) -> Page:
    """What somebody would write who knows how the gateway does it."""
    connection = duckdb.connect(":memory:", config={"threads": 1})
    connection.execute("SET parquet_metadata_cache = true")
    first = (number - 1) * PAGE
    source = f"read_parquet('{found.path}', file_row_number = true)"
    return in_json(connection, f"{source} WHERE file_row_number BETWEEN {first} AND {first + PAGE - 1}")


def in_json(connection: duckdb.DuckDBPyConnection, source: str) -> Page:
    def call() -> bytes:
        rows = connection.execute(f"SELECT {COLUMNS} FROM {source}").fetchall()
        told = [dict(zip(FIELDS, row, strict=True)) for row in rows]
        return json.dumps(told, ensure_ascii=False, default=str).encode()

    return call


def compare(ways: dict[str, Page], number: int) -> None:
    """All three tell the same rows."""
    told = [json.loads(ways[f"{way} {number}"]()) for way in ("gateway", "offset", "seek")]
    assert told[0]["results"] == told[1] == told[2], number
    assert len(told[1]) == PAGE


def lines(taken: dict[str, list[float]]) -> Iterator[Line]:
    ms = {way: median(found) * 1000 for way, found in taken.items()}
    for number in (1, LAST):
        ours, peer = ms[f"gateway {number}"], ms[f"offset {number}"]
        figure = f"{peer / ours:.0%} of its speed ({ours:.1f} ms, {peer:.1f} ms)"
        yield Line(f"page {number:,}", figure, f"at least {LEAST:.0%}", ours * LEAST <= peer)
    for number in (1, LAST):
        ours, peer = ms[f"gateway {number}"], ms[f"seek {number}"]
        yield Line(f"page {number:,}, against the seek", f"{peer / ours:.0%} ({peer:.1f} ms)")
    for number in (MIDDLE, LAST):
        figure = _times(ms[f"gateway {number}"], ms["gateway 1"])
        yield Line(
            f"page {number:,} against page 1", figure, *_limit(ms[f"gateway {number}"], ms["gateway 1"])
        )
    slow = [percentile(taken[f"gateway {number}"], 95) * 1000 for number in (LAST, 1)]
    yield Line(f"page {LAST:,} against page 1, 95th percentile", _times(*slow))
    yield Line("CKAN's datastore_search and dump", ckan())


def ckan() -> str:
    """Whether CKAN could be measured beside it, in words."""
    try:
        return f"not measured: CKAN {version('ckan')} is installed, but no datastore is filled for this bench"
    except PackageNotFoundError:
        return "not measured: CKAN is not installed here"


def _times(later: float, first: float) -> str:
    return f"{later / first:.2f} times ({later:.1f} ms, {first:.1f} ms)"


def _limit(later: float, first: float) -> tuple[str, bool]:
    return f"at most {MOST_TIMES} times", later <= MOST_TIMES * first

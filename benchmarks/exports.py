"""An export of the whole table over HTTP against DuckDB's own COPY, and what memory the web process takes."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import duckdb

from benchmarks.measuring import in_turn
from benchmarks.report import Line, Part
from benchmarks.server import Server, served
from benchmarks.table import COLUMNS, FIELDS, ROWS, Table, table

ROUNDS, MOST_TIMES, MOST_MEGABYTES = 5, 1.5, 50
MEGABYTE = 1024 * 1024
HOW = f"""`GET .../export/csv/` of {ROWS:,} rows, {len(FIELDS)} of 12 fields, over a socket from gunicorn with
the portal's configuration and one process: token, grant, delivery and trail before the first byte, text
that a spreadsheet could take for a formula marked, everything counted and digested, the grant asked for again
twice a second. The client reads all bytes and throws them away. The peer is DuckDB alone, with its own
settings: `COPY` of the same columns of the same file into a CSV file. In turn, {ROUNDS} times, medians.
Memory is the peak of the answering process during the exports (`VmHWM`), less what it held before, when it
had answered one page."""


def bench() -> Part:
    found = table()
    with served() as server, tempfile.TemporaryDirectory(prefix="guishu-bench-") as folder:
        server.fetch(found.page(1), **found.authorization)
        held = server.watch_peak()
        ways = {"export": export(server, found), "copy": copy(found, Path(folder) / "copy.csv")}
        taken = in_turn(ways, ROUNDS, warming=1)
        peak = server.peak() - held
    return Part("An export", HOW, tuple(lines(taken, peak, held)))


def export(server: Server, found: Table) -> Callable[[], object]:
    def call() -> None:
        assert server.fetch(found.export, **found.authorization) > ROWS * 50

    return call


def copy(found: Table, path: Path) -> Callable[[], object]:
    connection = duckdb.connect(":memory:")
    statement = f"COPY (SELECT {COLUMNS} FROM read_parquet('{found.path}')) TO '{path}' (FORMAT csv, HEADER)"
    return lambda: connection.execute(statement)


def lines(taken: dict[str, list[float]], peak: int, held: int) -> Iterator[Line]:
    ours, peer = median(taken["export"]), median(taken["copy"])
    figure = f"{ours / peer:.2f} times DuckDB alone ({ours:.2f} s, {peer:.2f} s)"
    yield Line(f"{ROWS:,} rows as CSV", figure, f"at most {MOST_TIMES} times", ours <= MOST_TIMES * peer)
    figure = f"{peak / MEGABYTE:+.0f} MB (on {held / MEGABYTE:.0f} MB)"
    limit = f"at most +{MOST_MEGABYTES} MB"
    yield Line("memory of the web process", figure, limit, peak <= MOST_MEGABYTES * MEGABYTE)

"""A load of a million rows, from CSV to the version in place, against DuckDB's own CSV to Parquet."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

import duckdb
from django.conf import settings

from benchmarks.measuring import in_turn
from benchmarks.report import Line, Part
from benchmarks.table import ROWS, entry, given
from delivery.supply.mounting import OPERATOR, mount
from delivery.supply.switching import Order
from delivery.supply.tabular import PARQUET

ROUNDS, LIMIT = 5, 2.0
HOW = f"""The demonstration's enterprises, {ROWS:,} rows of 12 fields: every value checked against its field,
Parquet, profile, digest, storage, version, trail. The peer is DuckDB alone, `COPY` from `read_csv` with the
same threads, compression and row groups, types as it sniffs them. In turn, {ROUNDS} times, medians; at most
{LIMIT:.0f} times."""


def bench() -> Part:
    with tempfile.TemporaryDirectory(prefix="guishu-bench-") as name:
        folder = Path(name)
        brought = given(folder)
        taken = in_turn({"load": _load(brought), "bare": _bare(brought, folder)}, ROUNDS, warming=1)
    load, bare = median(taken["load"]), median(taken["bare"])
    figure = f"{load / bare:.2f} times DuckDB alone ({load:.1f} s, {bare:.1f} s)"
    line = Line(f"{ROWS:,} rows", figure, f"at most {LIMIT:.0f} times", load <= LIMIT * bare)
    return Part("A load", HOW, (line,))


def _load(brought: Path) -> Callable[[], object]:
    behind = entry()
    order = Order(code=f"{behind.code}-9", source=brought.name)

    def call() -> None:
        assert mount(behind, brought, OPERATOR, order).rows == ROWS

    return call


def _bare(brought: Path, folder: Path) -> Callable[[], object]:
    made = folder / "bare.parquet"

    def call() -> None:
        with duckdb.connect(config={"threads": settings.LOAD_THREADS}) as session:
            session.execute(f"COPY (SELECT * FROM read_csv('{brought}')) TO '{made}' {PARQUET}")

    return call

"""A load of a million rows, from CSV to the version in place, against DuckDB's own CSV to Parquet."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

import duckdb
from django.conf import settings

from benchmarks.measuring import in_turn
from benchmarks.report import Line, Part
from catalog.models import Entry
from delivery.mounting import OPERATOR, mount
from delivery.switching import Order
from delivery.tabular import PARQUET
from demonstration.stories import ENTERPRISES

ROWS, ROUNDS, LIMIT = 1_000_000, 5, 2.0
HOW = f"""The demonstration's enterprises, {ROWS:,} rows of 12 fields: every value checked against its field,
Parquet, profile, digest, storage, version, trail. The peer is DuckDB alone, `COPY` from `read_csv` with the
same threads, compression and row groups, types as it sniffs them. In turn, {ROUNDS} times, medians; at most
{LIMIT:.0f} times."""
GENERATED = """
COPY (SELECT '9145' || lpad(n::VARCHAR, 14, '0') AS uniscid, '桂林示例米粉' || n % 9973 || '号' AS entname,
    '有限责任公司' AS enttype, '韦某' || n % 10 AS lerep, ((n * 37) % 1000000)::DECIMAL(18, 4) AS regcap,
    DATE '2002-01-04' + (n % 8800)::INTEGER AS estdate, DATE '2002-01-04' + (n % 8800)::INTEGER AS opfrom,
    CASE WHEN n % 3 = 0 THEN DATE '2042-01-04' END AS opto, '米粉生产与销售。' AS opscope,
    '桂林市示例大道' || n % 299 || '号' AS dom, '桂林市市场监督管理局' AS regorg, '存续' AS regstate
    FROM range({rows}) t(n)) TO '{path}' (HEADER)
"""


def bench() -> Part:
    entry = Entry.objects.published().select_related("current").get(current__name=ENTERPRISES)
    with tempfile.TemporaryDirectory(prefix="guishu-bench-") as name:
        folder = Path(name)
        given = folder / "given.csv"
        duckdb.sql(GENERATED.format(rows=ROWS, path=given))
        taken = in_turn({"load": _load(entry, given), "bare": _bare(given, folder)}, ROUNDS, warming=1)
    load, bare = median(taken["load"]), median(taken["bare"])
    figure = f"{load / bare:.2f} times DuckDB alone ({load:.1f} s, {bare:.1f} s)"
    line = Line(f"{ROWS:,} rows", figure, f"at most {LIMIT:.0f} times", load <= LIMIT * bare)
    return Part("A load", HOW, (line,))


def _load(entry: Entry, given: Path) -> Callable[[], object]:
    order = Order(code=f"{entry.code}-9", source=given.name)

    def call() -> None:
        assert mount(entry, given, OPERATOR, order).rows == ROWS

    return call


def _bare(given: Path, folder: Path) -> Callable[[], object]:
    made = folder / "bare.parquet"

    def call() -> None:
        with duckdb.connect(config={"threads": settings.LOAD_THREADS}) as session:
            session.execute(f"COPY (SELECT * FROM read_csv('{given}')) TO '{made}' {PARQUET}")

    return call

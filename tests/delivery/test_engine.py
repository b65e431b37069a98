"""DuckDB under lock: one folder, no other file, no setting, a limit on time, a pool that survives a fork."""

import os

import duckdb
import pytest

from delivery import engine
from delivery.engine import TooSlow, ask, locked_instance, sessions
from refusals.tree import TryAgain

FOREVER = "SELECT count(*) FROM range(100000000) a, range(100000000) b"


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/hostname')",
        "COPY (SELECT 1) TO '/tmp/out.csv'",
        "INSTALL httpfs",
        "ATTACH '/tmp/other.db'",
        "SET enable_external_access = true",
        "SET memory_limit = '100GB'",
    ],
)
def test_it_opens_nothing_but_its_folder(tmp_path, statement):
    with pytest.raises(duckdb.Error):
        locked_instance(str(tmp_path)).execute(statement)


def test_it_reads_a_folder_with_a_quotation_mark(tmp_path):
    folder = tmp_path / "o'clock"
    folder.mkdir()
    duckdb.sql("SELECT 1 AS one").write_parquet(str(folder / "a.parquet"))
    asked = ask(str(folder), "SELECT one FROM read_parquet($path)", {"path": str(folder / "a.parquet")})
    assert asked == [(1,)]


def test_it_interrupts_what_takes_too_long(tmp_path):
    with pytest.raises(TooSlow):
        ask(str(tmp_path), FOREVER, {}, seconds=0.2)
    assert ask(str(tmp_path), "SELECT 1", {}) == [(1,)]


def test_it_keeps_duckdb_s_words_to_itself(tmp_path, caplog):
    with pytest.raises(TryAgain) as refused:
        ask(str(tmp_path), "SELECT CAST($value AS INTEGER)", {"value": "SECRET"})
    assert "SECRET" not in str(refused.value) + caplog.text
    assert refused.value.__suppress_context__


def test_it_puts_off_whoever_finds_all_sessions_lent(tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "SECONDS", 0.05)
    pool = sessions(str(tmp_path))
    lent = [pool.free.get() for _number in range(engine.SESSIONS)]
    with pytest.raises(TryAgain):
        ask(str(tmp_path), "SELECT 1", {})
    for session in lent:
        pool.free.put(session)


def test_it_makes_a_pool_for_each_process(tmp_path, monkeypatch):
    ours = sessions(str(tmp_path))
    assert sessions(str(tmp_path)) is ours
    monkeypatch.setattr(os, "getpid", lambda: -1)
    assert sessions(str(tmp_path)) is not ours


def test_it_gives_exports_in_the_file_s_order_little_memory(tmp_path):
    limits = [
        ask(str(tmp_path), "SELECT current_setting('memory_limit')", {}, purpose=purpose)[0][0]
        for purpose in (engine.EXPORTS, engine.SORTED)
    ]
    assert limits == ["122.0 MiB", "244.1 MiB"]

"""New rows added to a version, or put in place of those with the same key (art. 21, 38)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from delivery.columns import Column, quoted
from delivery.engine import literal
from delivery.errors import BadKey, NothingToAddTo
from delivery.models import LoadMode, Version
from delivery.supply import workbench
from delivery.supply.tabular import PARQUET
from delivery.watching import Watch


def check_base(base: Version | None, columns: Sequence[Column]) -> Version:
    """The version to add to, if its columns are those of the entry today. Raises NothingToAddTo."""
    shape = [(column.name, column.sql_type) for column in columns]
    if base is None or sorted((column.name, column.sql_type) for column in base.table) != sorted(shape):
        raise NothingToAddTo
    return base


def check_key(key: Sequence[str], columns: Sequence[Column]) -> None:
    """Key fields are fields. Raises BadKey."""
    if not key or not set(key) <= {column.name for column in columns}:
        raise BadKey


def merge(
    base: Path,
    new: Path,
    columns: Sequence[Column],
    made: Path,
    mode: str,
    key: Sequence[str],
    watch: Watch,
) -> Path:
    """Write the rows of both as one Parquet file. Raises BadKey."""
    names = ", ".join(column.quoted for column in columns)
    bound = {"base": str(base), "new": str(new)}
    with workbench.opened(base.parent, new.parent, made.parent) as session, watch.over(session):
        if mode == LoadMode.UPSERT:
            _check_new(session, new, key)
        sql = (_upserted if mode == LoadMode.UPSERT else _appended)(names, key)
        session.execute(f"COPY ({sql}) TO {literal(str(made))} {PARQUET}", bound)
    return made


def _appended(names: str, key: Sequence[str]) -> str:
    return f"SELECT {names} FROM read_parquet($base) UNION ALL SELECT {names} FROM read_parquet($new)"  # noqa: S608


def _upserted(names: str, key: Sequence[str]) -> str:
    """What is left of the old rows in their order, then the new ones in theirs."""
    same = ", ".join(quoted(name) for name in key)
    row = "file_row_number"
    return (
        f"SELECT {names} FROM ("  # noqa: S608 - our own names
        f"SELECT {names}, 0 AS part, {row} FROM read_parquet($base, {row} = true) "
        f"ANTI JOIN (SELECT {same} FROM read_parquet($new)) USING ({same}) "
        f"UNION ALL SELECT {names}, 1, {row} FROM read_parquet($new, {row} = true)) ORDER BY part, {row}"
    )


def _check_new(session: Any, new: Path, key: Sequence[str]) -> None:
    names = [quoted(name) for name in key]
    empty = " OR ".join(f"{name} IS NULL" for name in names)
    sql = (
        f"SELECT count(*) FILTER ({empty}), count(*) - count(DISTINCT ({', '.join(names)})) "  # noqa: S608
        "FROM read_parquet($new)"
    )
    without, twice = session.execute(sql, {"new": str(new)}).fetchone()
    if without or twice:
        raise BadKey

"""Mounting: the header against the entry, values against types, the file in place at once, the trail."""

import csv
from decimal import Decimal

import duckdb
import pytest

from delivery.errors import BadRows, Drift, NotMountable
from delivery.models import Resource
from delivery.supply.mounting import OPERATOR, mount
from organizations.actors import Actor
from refusals.tree import Forbidden
from tests.catalog.factories import draft_entry
from tests.delivery.factories import MANY, NAMES, SECRET, table, trail


def csv_file(folder, *, names=NAMES, bom=False, **changed: str):
    path = folder / "given.csv"
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(names)
        for row in table(3):
            told = row | {"changed": "2026-01-01 08:30:00"} | changed
            lines.writerow([told.get(name, "x") for name in names])
    return path


def test_it_stores_parquet_with_the_types_of_the_fields(world, storage):
    described = duckdb.sql(f"DESCRIBE SELECT * FROM '{storage / world.resource.file}'").fetchall()
    assert [(name, kind) for name, kind, *_rest in described] == [
        ("serial", "BIGINT"),
        ("uniscid", "VARCHAR"),
        ("entname", "VARCHAR"),
        ("regcap", "DECIMAL(18,4)"),
        ("estdate", "DATE"),
        ("changed", "TIMESTAMP"),
        ("active", "BOOLEAN"),
        ("hidden_idno", "VARCHAR"),
    ]
    assert (world.resource.rows, world.resource.code) == (MANY, f"{world.entry.code}-1")


@pytest.mark.article("23")
def test_it_stands_in_the_trail_with_its_digest(world):
    (entry,) = trail("delivery.mount")
    assert (entry.subject, entry.article) == (world.resource.code, "23")
    assert entry.particulars["digest"] == world.resource.digest


def test_it_reads_a_file_whose_columns_come_in_another_order(world, tmp_path):
    path = csv_file(tmp_path, names=tuple(reversed(NAMES)), bom=True, active="是")
    resource = mount(world.entry, path, Actor.of(world.cast.stella))
    assert resource.rows == 3
    assert [column.name for column in resource.table] == list(NAMES)


def test_it_drops_the_old_file_when_none_is_to_be_kept(
    world, storage, settings, django_capture_on_commit_callbacks
):
    settings.VERSIONS_KEPT = 0
    with django_capture_on_commit_callbacks(execute=True):
        resource = mount(world.entry, table(5), OPERATOR)
    assert (resource.pk, resource.rows, resource.loads) == (world.resource.pk, 5, 2)
    assert [path.name for path in (storage / "delivery").iterdir()] == [
        resource.file.removeprefix("delivery/")
    ]


def test_it_refuses_drift_and_shows_the_difference(world, tmp_path):
    path = csv_file(tmp_path, names=(*NAMES[:6], "aktiv", "serial"))
    with pytest.raises(Drift) as refused:
        mount(world.entry, path, OPERATOR)
    assert {(error.field, error.code) for error in refused.value.errors} == {
        ("active", "missing"),
        ("hidden_idno", "missing"),
        ("aktiv", "unknown"),
        ("serial", "unknown"),
    }
    assert refused.value.article == "21"
    assert Resource.objects.get().digest == world.resource.digest


def test_it_refuses_rows_that_drift(world):
    rows = [*table(2), {"serial": 1}]
    with pytest.raises(Drift):
        mount(world.entry, rows, OPERATOR)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("serial", "1.5"),
        ("serial", "9" * 19),
        ("regcap", "1.23456"),
        ("regcap", "1e3"),
        ("regcap", "9" * 20),
        ("estdate", "2026-02-30"),
        ("estdate", "24/11/2026"),
        ("changed", "2026-11-24"),
        ("active", "maybe"),
        ("uniscid", "1" * 19),
    ],
)
def test_it_neither_rounds_nor_cuts(world, tmp_path, field, value):
    path = csv_file(tmp_path, **{field: value})
    with pytest.raises(BadRows) as refused:
        mount(world.entry, path, OPERATOR)
    (error,) = refused.value.errors
    assert error.field == field
    assert "3" in str(error.sentence)
    assert value not in str(error.sentence)


def test_it_keeps_what_is_the_same_number(world, tmp_path):
    resource = mount(world.entry, csv_file(tmp_path, regcap="+1.50000000", serial=" 7 "), OPERATOR)
    world.grant("serial", "regcap")
    assert resource.rows == 3
    assert world.get("alice").json()["results"][0] == {"serial": 7, "regcap": str(Decimal("1.5000"))}


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"", b"a,b\n1\n", b"serial\n\xc3\x28\n"])
def test_it_refuses_what_is_no_csv(world, tmp_path, content):
    path = tmp_path / "given.csv"
    path.write_bytes(content)
    with pytest.raises((BadRows, Drift)):
        mount(world.entry, path, OPERATOR)


def test_it_names_the_line_of_a_ragged_row(world, tmp_path):
    path = csv_file(tmp_path)
    path.write_text(path.read_text() + f"{SECRET},1\n")
    with pytest.raises(BadRows) as refused:
        mount(world.entry, path, OPERATOR)
    assert " 5" in str(refused.value.errors[0].sentence)
    assert SECRET not in str(refused.value.errors[0].sentence)


@pytest.mark.parametrize("who", ["bob", "alice", "betty", "adam"])
def test_it_is_for_stewards_and_handlers_of_the_provider(world, who):
    with pytest.raises(Forbidden):
        mount(world.entry, table(1), Actor.of(getattr(world.cast, who)))


def test_it_needs_a_published_entry(world):
    with pytest.raises(NotMountable):
        mount(draft_entry(world.cast.market), [], OPERATOR)

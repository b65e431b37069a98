"""Exports in four forms: the same fields and filters, harmless in a spreadsheet, each with a manifest."""

import csv
import hashlib
import io
import json

import duckdb
import openpyxl
import pytest

from delivery import grants
from delivery.errors import SupplyStopped
from delivery.models import Delivery, Quota, Tally
from delivery.supply.mounting import OPERATOR, mount
from tests.delivery.factories import MANY, NAMES, SECRET, table, trail

FORMULAS = ["=1+1", "+86", "-cmd", "@sum", "\tx", "\rx", "＝1", 'say "=1"', "平常, 值"]


def take(world, form, query="", who="alice"):
    address = f"/api/v1/data/{world.resource.code}/export/{form}/?{query}"
    return world.client(who).get(address)


def body(answer):
    assert answer.status_code == 200, getattr(answer, "content", b"")
    return b"".join(answer.streaming_content)


def hang_up(answer):
    """As the server does when the other side is gone."""
    answer._iterator.close()


def rows_of(form, content, tmp_path):
    """The rows of an export, as texts by name."""
    match form:
        case "csv":
            return list(csv.DictReader(io.StringIO(content.decode())))
        case "jsonl":
            return [json.loads(line) for line in content.decode().splitlines()]
        case "parquet":
            (tmp_path / "a.parquet").write_bytes(content)
            found = duckdb.read_parquet(str(tmp_path / "a.parquet"))
            return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]
    head, *rows = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.mark.article("44")
@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "xlsx"])
def test_it_exports_granted_fields_only(world, form, tmp_path):
    world.grant("serial", "uniscid", mode="file")
    content = body(take(world, form))
    found = rows_of(form, content, tmp_path)
    assert len(found) == MANY
    assert set(found[0]) == {"serial", "uniscid"}
    assert str(found[3]["serial"]) == "3"
    assert SECRET.encode() not in content


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "xlsx"])
def test_it_keeps_filters_and_order(world, form, tmp_path):
    world.grant(*NAMES[:7], mode="file")
    content = body(take(world, form, "fields=serial&serial__lt=5&ordering=-serial"))
    assert [int(row["serial"]) for row in rows_of(form, content, tmp_path)] == [4, 3, 2, 1, 0]


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_it_orders_by_values_and_not_by_their_texts(world, form, tmp_path):
    mount(world.entry, [row | {"entname": text} for row, text in zip(table(3), "Z=A", strict=True)], OPERATOR)
    world.grant("regcap", "entname", mode="file")
    found = rows_of(form, body(take(world, form, "ordering=-regcap")), tmp_path)
    assert [row["regcap"] for row in found] == ["66.2500", "33.2500", "0.2500"]
    found = rows_of(form, body(take(world, form, "ordering=entname")), tmp_path)
    assert [row["entname"][-1] for row in found] == ["=", "A", "Z"]


def test_it_types_values_as_the_rows_do(world):
    world.grant(*NAMES[:7], mode="database")
    lines = body(take(world, "jsonl", "serial__in=4,9")).decode().splitlines()
    assert [json.loads(line) for line in lines] == world.get("alice", "serial__in=4,9").json()["results"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_it_neutralises_formulas(world, form, tmp_path):
    rows = [row | {"entname": text} for row, text in zip(table(len(FORMULAS)), FORMULAS, strict=True)]
    mount(world.entry, rows, OPERATOR)
    world.grant("serial", "entname", mode="file")
    content = body(take(world, form))
    told = [row["entname"] for row in rows_of(form, content, tmp_path)]
    if form == "csv":
        assert told == [f"'{text}" for text in FORMULAS[:7]] + FORMULAS[7:]
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        assert all(cell.data_type == "s" for (cell,) in sheet.iter_rows(min_row=2, min_col=2))
        assert [sheet.cell(line, 2).quotePrefix for line in (2, 3, 4, 10)] == [True, True, True, False]


def test_it_marks_the_order_of_bytes_for_excel(world):
    world.grant("entname", mode="file")
    assert body(take(world, "csv", "bom=1")).startswith(b"\xef\xbb\xbfentname")


def test_it_names_the_file(world):
    world.grant("entname", mode="file")
    said = take(world, "csv")["Content-Disposition"]
    assert said.startswith("attachment; filename*=utf-8''%E4%BC%81%E4%B8%9A")
    assert said.endswith("-2026-11-24.csv")


@pytest.mark.article("42")
def test_it_keeps_a_manifest(world):
    grant = world.grant("serial", "entname", mode="file")
    answer = take(world, "csv", "entname__contains=3号")
    content = body(answer)
    manifest = world.client("alice").get(f"/api/v1/delivery/deliveries/{answer['X-Delivery']}/").json()
    assert manifest["sha256"] == hashlib.sha256(content).hexdigest()
    assert (manifest["rows"], manifest["bytes"]) == (8, len(content))
    assert (manifest["grant"], manifest["case"]) == (grant.number, grant.case.number)
    assert (manifest["person"], manifest["organization"], manifest["state"]) == (
        "alice",
        "GX-HR",
        "delivered",
    )
    assert manifest["fields"] == ["serial", "entname"]
    assert len(manifest["filters_digest"]) == 64
    assert "3号" not in json.dumps(manifest, ensure_ascii=False)


@pytest.mark.article("42")
def test_it_writes_beginning_and_end_into_the_trail(world):
    world.grant("serial", mode="file")
    content = body(take(world, "csv"))
    (begun,), (ended,) = trail("delivery.export"), trail("delivery.delivered")
    assert begun.person == ended.person == "alice"
    assert begun.particulars["delivery"] == ended.particulars["delivery"]
    assert ended.particulars["digest"] == hashlib.sha256(content).hexdigest()
    assert ended.particulars["rows"] == MANY


def test_it_records_a_download_that_was_broken_off(world):
    mount(world.entry, table(20_000), OPERATOR)
    world.grant(*NAMES[:7], mode="file")
    answer = take(world, "csv")
    some = next(answer.streaming_content)
    hang_up(answer)
    (told,) = trail("delivery.broken")
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.bytes, delivery.rows) == ("broken", len(some), None)
    assert told.particulars["digest"] == hashlib.sha256(some).hexdigest()
    assert trail("delivery.delivered") == []


@pytest.mark.article("45")
def test_it_stops_in_the_midst_when_the_grant_is_suspended(world, monkeypatch):
    mount(world.entry, table(20_000), OPERATOR)
    grant = world.grant(*NAMES[:7], mode="file")
    monkeypatch.setattr(grants, "LOOK_EVERY", 0)
    answer = take(world, "csv")
    next(answer.streaming_content)
    type(grant).objects.filter(pk=grant.pk).update(status="suspended")
    with pytest.raises(SupplyStopped):
        next(answer.streaming_content)
    assert Delivery.objects.get().state == "broken"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("query", ["fields=hidden_idno", "hidden_idno=1", "ordering=hidden_idno", "cursor=x"])
def test_it_knows_no_field_outside_the_grant(world, form, query):
    world.grant(mode="file")
    answer = take(world, form, query)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == "unknown_field"
    assert b"hidden_idno" not in answer.content


@pytest.mark.article("44")
def test_it_exports_in_the_modes_that_allow_it_alone(world):
    world.grant(mode="api")
    answer = take(world, "csv")
    assert (answer.status_code, answer.json()["code"]) == (403, "wrong_mode")
    assert trail("delivery.denied")[0].particulars["reason"] == "wrong_mode"


def test_it_holds_the_quota_of_rows(world):
    grant = world.grant(mode="database")
    Quota.objects.create(grant=grant, rows_a_day=MANY + 5)
    assert len(body(take(world, "csv"))) > 0
    assert world.get("alice", "page_size=5").status_code == 200
    assert world.get("alice", "page_size=1").json()["code"] == "quota_spent"
    assert take(world, "csv").status_code == 429
    assert Tally.objects.get().rows == MANY + 5

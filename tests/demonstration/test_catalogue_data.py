import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

import organizations
from catalog import conformance
from catalog.demonstration import stated_in
from catalog.vocabulary import Classification, OpenType, Sensitivity, ShareType
from demonstration import catalogue, tables
from demonstration.catalogue import Malformed
from organizations.kinds import Tier
from organizations.models import Organization

SHIPPED = Path(organizations.__file__).parent / "data"
SHOWN = {
    ("GX-MARKET", "企业登记基本信息"): (ShareType.CONDITIONAL, OpenType.ON_APPLICATION),
    ("GX-NATRES", "不动产登记查询服务"): (ShareType.CONDITIONAL, OpenType.CLOSED),
    ("GX-ECO", "设区市空气质量日报"): (ShareType.UNCONDITIONAL, OpenType.UNCONDITIONAL),
    ("GX-ECO", "水质自动监测"): (ShareType.CONDITIONAL, OpenType.ON_APPLICATION),
    ("GX-HR", "养老保险参保信息"): (ShareType.CONDITIONAL, OpenType.CLOSED),
    ("GX-EDU", "学籍基本信息"): (ShareType.CONDITIONAL, OpenType.CLOSED),
    ("GX-CIVIL", "低保对象信息"): (ShareType.CONDITIONAL, OpenType.CLOSED),
    ("GX-CULTURE", "旅游景区客流量"): (ShareType.UNCONDITIONAL, OpenType.UNCONDITIONAL),
}
GOOD = """
organization = "GX-HR"
[[entry]]
name = "样例"
class = "307010"
abstract = "一句话。"
format = "table"
cycle = "daily"
published = 2024-01-02
share = "unconditional"
open = "unconditional"
keywords = ["样例"]
fields = '''
one    一  string(18)
two    二  decimal(12,2)  # 元
three  三  date
four   四  integer
'''
"""


def column(name, title):
    with (SHIPPED / name).open(encoding="utf-8") as rows:
        return [row[title] for row in csv.DictReader(rows)]


def read(tmp_path, text):
    path = tmp_path / "GX-HR.toml"
    path.write_text(text, encoding="utf-8")
    return list(catalogue.read(path))


@pytest.mark.article("17")
def test_it_ships_two_hundred_entries_or_more():
    assert len(catalogue.entries()) >= 200


@pytest.mark.article("17")
def test_it_names_no_entry_twice_for_one_provider():
    counted = Counter((spec.provider, spec.name) for spec in catalogue.entries())
    assert max(counted.values()) == 1


def test_it_describes_no_two_entries_alike():
    entries = catalogue.entries()
    assert len({spec.abstract for spec in entries}) == len(entries)
    assert len({tuple(field.name for field in spec.fields) for spec in entries}) == len(entries)


def test_it_knows_every_provider_and_every_source():
    known = set(column("organizations.csv", "code"))
    sources = {field.source for spec in catalogue.entries() for field in spec.fields} - {""}
    assert {spec.provider for spec in catalogue.entries()} <= known
    assert sources
    assert sources <= known


def test_it_hears_from_every_city():
    cities = {f"45{number:02d}00" for number in range(1, 15)}
    assert cities <= {spec.division for spec in catalogue.entries()}


def test_it_files_a_department_entry_under_its_own_line():
    with (SHIPPED / "organizations.csv").open(encoding="utf-8") as rows:
        line = {row["code"]: row["business_line"] for row in csv.DictReader(rows)}
    lines = enumerate(column("business_lines.csv", "code"), start=1)
    order = {code: f"307{place:03d}" for place, code in lines}
    for spec in catalogue.entries():
        if spec.classification.classification == Classification.DEPARTMENT:
            assert spec.classification.code == order[line[spec.provider]], spec.name


@pytest.mark.article("20")
def test_it_passes_the_catalogue_s_own_check():
    for spec in catalogue.entries():
        provider = Organization(tier=Tier.REGION if spec.division == catalogue.REGION else Tier.CITY)
        assert not list(conformance.faults(stated_in(spec, {}), provider)), spec.name


@pytest.mark.article("23")
def test_it_dates_what_was_scanned():
    spec = catalogue.entry("GX-NATRES", "不动产登记原始资料")
    assert spec.scanned
    assert spec.digitized_on < spec.published


@pytest.mark.article("25")
def test_it_covers_every_kind_of_base_data():
    kinds = {spec.classification.base_kind for spec in catalogue.entries()} - {""}
    assert kinds == {"population", "legal_person", "geospatial", "social_credit", "certificate"}


@pytest.mark.article("20")
def test_it_gives_a_condition_or_a_basis_where_one_is_due():
    for spec in catalogue.entries():
        types = {field.share_type for field in spec.fields}
        assert bool(spec.share_condition) == (ShareType.CONDITIONAL in types), spec.name
        assert bool(spec.share_basis) == (ShareType.WITHHELD in types), spec.name


@pytest.mark.article("32")
def test_it_opens_nothing_personal_to_all_and_nothing_withheld_to_anyone():
    for field in (field for spec in catalogue.entries() for field in spec.fields):
        if field.sensitivity is not Sensitivity.NONE:
            assert field.open_type is not OpenType.UNCONDITIONAL
        if field.sensitivity is Sensitivity.SENSITIVE_PERSONAL or field.share_type is ShareType.WITHHELD:
            assert field.open_type is OpenType.CLOSED


@pytest.mark.article("32")
def test_it_lists_some_closed_entries_with_their_basis():
    listed = [spec for spec in catalogue.entries() if spec.listable]
    assert len(listed) >= 8
    assert all(spec.open_basis for spec in listed)


def test_it_mixes_share_types_as_a_region_does():
    entries = catalogue.entries()
    shares = Counter(spec.share_type for spec in entries)
    assert 0.25 <= shares[ShareType.UNCONDITIONAL] / len(entries) <= 0.40
    assert 0.50 <= shares[ShareType.CONDITIONAL] / len(entries) <= 0.65
    assert 0.05 <= shares[ShareType.WITHHELD] / len(entries) <= 0.15


def test_it_has_fields_that_a_table_can_hold():
    for spec in catalogue.entries():
        names = [field.name for field in spec.fields]
        assert 4 <= len(names) <= 12
        assert len(names) == len(set(names))
        assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,29}", name) for name in names)
        assert all(bool(field.length) == (field.type in {"string", "decimal"}) for field in spec.fields)


def test_it_published_every_entry_before_the_demonstration_begins():
    assert all(date(2024, 1, 1) <= spec.published <= date(2025, 12, 31) for spec in catalogue.entries())


@pytest.mark.parametrize(("shown", "types"), SHOWN.items())
def test_it_has_the_entries_that_are_shown(shown, types):
    spec = catalogue.entry(*shown)
    assert (spec.share_type, spec.open_type) == types


def test_it_reads_a_good_file(tmp_path):
    (spec,) = read(tmp_path, GOOD)
    assert (spec.fields[1].length, spec.fields[1].scale, spec.fields[1].description) == (12, 2, "元")


@pytest.mark.parametrize(
    ("good", "bad", "fault"),
    [
        ('share = "unconditional"', 'share = "conditional"', "a condition is required"),
        ('share = "unconditional"', 'share = "withheld"', "a legal basis is required"),
        ('open = "unconditional"', 'open = "on_application"', "an open condition is required"),
        ("one    一  string(18)", "One    一  string(18)", "cannot read the field"),
        ("one    一  string(18)", "two    一  string(18)", "named twice"),
        ("one    一  string(18)", "one    一  varchar(18)", "cannot read the field"),
        ("one    一  string(18)", "one    一  string(18) personal", "cannot be open to all"),
        ("one    一  string(18)", "one    一  string(18) share=withheld", "a legal basis is required"),
        ('class = "307010"', 'class = "399999"', "not in the classification"),
        ('format = "table"', 'format = "stone"', "stone"),
        ('abstract = "一句话。"', "", "abstract is missing"),
        ('abstract = "一句话。"', 'abstract = "一句话。"\ncolour = "red"', "unknown keys"),
    ],
)
def test_it_names_file_entry_and_fault(tmp_path, good, bad, fault):
    with pytest.raises(Malformed, match=rf"GX-HR\.toml: 样例: .*{fault}"):
        read(tmp_path, GOOD.replace(good, bad, 1))


def test_it_names_the_file_that_is_not_toml(tmp_path):
    with pytest.raises(Malformed, match=r"GX-HR\.toml: "):
        read(tmp_path, "[[entry")


@pytest.mark.parametrize("shown", tables.TABLES)
def test_it_fills_tables_by_the_fields_of_their_entry(shown):
    names = [field.name for field in catalogue.entry(*shown).fields]
    assert all(list(row) == names for row in tables.TABLES[shown]())


@pytest.mark.parametrize("shown", tables.TABLES)
def test_it_fills_tables_within_the_lengths_declared(shown):
    sizes = {field.name: field.length for field in catalogue.entry(*shown).fields if field.type == "string"}
    for row in tables.TABLES[shown]():
        assert all(len(row[name]) <= size for name, size in sizes.items())


@pytest.mark.parametrize("shown", tables.TABLES)
def test_it_fills_tables_the_same_each_time(shown):
    assert list(tables.TABLES[shown]()) == list(tables.TABLES[shown]())

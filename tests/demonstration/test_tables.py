from datetime import date
from decimal import Decimal

import pytest

from demonstration import tables


def test_it_checks_codes_as_the_standards_do():
    assert tables.subject_code("D2143569") == "D2143569X"  # the example in GB 11714
    assert tables.credit_code("91350100M000100Y4") == "91350100M000100Y43"  # the example in GB 32100


def test_it_invents_two_thousand_enterprises_of_fourteen_cities():
    rows = list(tables.enterprise_registration())
    assert len(rows) == len({row["uniscid"] for row in rows}) == len({row["entname"] for row in rows}) == 2000
    assert len({row["regorg"] for row in rows}) == 14


def test_it_gives_every_enterprise_a_valid_credit_code():
    for row in tables.enterprise_registration():
        assert tables.credit_code(row["uniscid"][:17]) == row["uniscid"]
        assert tables.subject_code(row["uniscid"][8:16]) == row["uniscid"][8:17]


def test_it_names_nobody_and_nothing_that_exists():
    for row in tables.enterprise_registration():
        assert "示例" in row["entname"]
        assert row["uniscid"][8:11] == "DEM"
        assert row["lerep"][1] == "某"


@pytest.mark.parametrize(
    ("pollutant", "value", "index"),
    [("pm25", 35, 50), ("pm25", 36, 52), ("pm25", 75, 100), ("o3", 101, 51), ("co", Decimal("0.4"), 10)],
)
def test_it_reckons_the_index_by_the_standard(pollutant, value, index):
    assert tables.air_index(pollutant, value) == index


def test_it_measures_fourteen_cities_for_half_a_year():
    rows = list(tables.air_quality_daily())
    assert len(rows) == 14 * 180
    assert len({(row["date"], row["city_code"]) for row in rows}) == len(rows)


def test_it_measures_a_day_alike_in_any_window():
    (measured,) = {
        row["aqi"] for row in tables.air_quality_daily(date(2026, 9, 1), 1) if row["city"] == "南宁市"
    }
    assert measured in {row["aqi"] for row in tables.air_quality_daily() if row["date"] == date(2026, 9, 1)}


def test_it_names_a_primary_pollutant_only_above_fifty():
    assert all((row["aqi"] > 50) == bool(row["primary"]) for row in tables.air_quality_daily())

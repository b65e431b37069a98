"""The profile of each load: counts, ends, values of harmless fields, drift (art. 38)."""

import pytest

from delivery.models import Resource, Version
from delivery.supply.mounting import OPERATOR, mount
from delivery.supply.switching import Order
from tests.catalog.factories import publish_entry
from tests.delivery.factories import MANY, SECRET, fields, table


@pytest.mark.article("38")
def test_it_counts_and_measures(world):
    told = Resource.objects.get().current.profile
    columns = told["columns"]
    assert told["rows"] == MANY
    assert (columns["regcap"]["nulls"], columns["regcap"]["type"]) == (5, "decimal")
    assert (columns["serial"]["min"], columns["serial"]["max"]) == ("0", str(MANY - 1))
    assert sum(count for _low, _high, count in columns["serial"]["bins"]) == MANY
    assert (columns["uniscid"]["shortest"], columns["uniscid"]["longest"]) == (18, 18)
    assert columns["entname"]["distinct"] == 7
    assert columns["entname"]["top"][0] == ["桂林米粉0号店", 9]
    assert sum(count for _value, count in columns["active"]["top"]) == MANY


@pytest.mark.parametrize("name", ["serial", "regcap", "changed"])
def test_every_row_lies_in_one_bin(world, name):
    mount(world.entry, table(500), OPERATOR)
    told = Resource.objects.get().current.profile["columns"][name]
    assert sum(count for _low, _high, count in told["bins"]) == 500 - told["nulls"]
    assert told["bins"][-1][1] == told["max"]


def test_a_sensitive_field_has_no_values(world):
    sensitive = [
        field
        if field.name != "hidden_idno"
        else type(field)(**(vars_of(field) | {"sensitivity": "personal"}))
        for field in fields()
    ]
    entry = publish_entry(world.cast.market, name="敏感", fields=tuple(sensitive))
    told = mount(entry, table(3), OPERATOR).current.profile
    assert SECRET not in str(told)
    assert set(told["columns"]["hidden_idno"]) == {
        "type",
        "nulls",
        "distinct",
        "exact",
        "shortest",
        "longest",
    }


def vars_of(field) -> dict:
    return {name: getattr(field, name) for name in field.__dataclass_fields__}


def test_it_counts_what_breaks_the_key(world):
    rows = [*table(5), *table(2), {**next(table(1)), "serial": None}]
    resource = mount(world.entry, rows, OPERATOR, Order(key=("serial",)))
    assert resource.current.profile["key"] == {"fields": ["serial"], "nulls": 1, "duplicates": 2}


def test_it_tells_the_drift(world):
    mount(world.entry, ({**row, "regcap": None} for row in table(7)), OPERATOR)
    drift = Version.objects.get(number=2).profile["drift"]
    assert (drift["version"], drift["rows"]) == (1, [MANY, 7])
    assert drift["nulls"]["regcap"] == [5, 7]
    assert (drift["added"], drift["removed"], drift["retyped"]) == ([], [], [])


def test_it_holds_for_a_table_without_rows(world):
    told = mount(world.entry, [], OPERATOR).current.profile
    assert told["rows"] == 0
    assert told["columns"]["serial"] == {
        "type": "integer", "nulls": 0, "distinct": 0, "exact": True, "top": [],
    }  # fmt: skip

"""The import of the demonstration's catalogue."""

import time
from dataclasses import replace
from types import SimpleNamespace

import pytest

from audit.trail import Entry as TrailEntry
from catalog.demonstration import establish
from catalog.models import Entry, Field
from refusals.tree import Invalid
from tests.catalog.factories import opened


def spec(name: str, provider: str = "GX-MARKET", related: tuple = (), **changed: object) -> SimpleNamespace:
    entry = opened(**changed)
    said = {slot: getattr(entry, slot) for slot in entry.__slots__}
    return SimpleNamespace(
        **said | {"name": name, "provider": provider, "related": related, "published": entry.released_on},
        classification=SimpleNamespace(code=entry.category),
    )


@pytest.mark.article("17(1)")
def test_it_publishes_entries_that_search_finds(cast):
    assert establish([spec("甲表", related=(("GX-HR", "乙表"),)), spec("乙表", "GX-HR")]) == 2
    entry = Entry.objects.search("甲表").get()
    other = Entry.objects.search("乙表").get()
    assert entry.is_published
    assert entry.current.related_codes == [other.code]
    assert entry.current.fields.get().title == "指数"


def test_it_adds_nothing_a_second_time(cast):
    specs = [spec("甲表"), spec("乙表", "GX-HR")]
    establish(specs)
    assert establish(specs) == 0
    assert establish([*specs, spec("丙表")]) == 1
    assert Entry.objects.published().count() == 3


def test_it_is_one_act_in_the_trail(cast):
    establish([spec("甲表"), spec("乙表")])
    act = TrailEntry.objects.get(act="catalog.import")
    assert (act.organization, act.article, act.particulars["count"]) == ("GX-BUREAU", "17(1)", 2)


def test_it_publishes_two_hundred_entries_quickly(cast):
    field = opened().fields[0]
    fields = tuple(replace(field, name=f"f{n}", title=f"信息项{n}") for n in range(10))
    begun = time.perf_counter()
    establish([spec(f"表{number}", fields=fields) for number in range(200)])
    assert time.perf_counter() - begun < 3
    assert Field.objects.count() == 2000


@pytest.mark.parametrize("wrong", [{"provider": "NOBODY"}, {"category": "999999"}])
def test_it_refuses_what_breaks_the_standard(cast, wrong):
    with pytest.raises(Invalid):
        establish([spec("甲表"), spec("乙表", **wrong)])
    assert not Entry.objects.exists()

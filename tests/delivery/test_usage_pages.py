"""Use of data in the browser and over REST: both sides, deliveries, traces; nothing for strangers."""

import pytest
from django.urls import reverse

from delivery.models import Clue, Delivery
from tests.delivery.test_exports import body, take
from workdays import clock


def look(world, who, name, query="", *args: str):
    address = reverse(f"delivery:{name}", args=args)
    return world.client(who).get(f"{address}?{query}")


@pytest.fixture
def taken(world):
    world.grant("serial", "entname", mode="file")
    world.resource.refresh_from_db()
    body(take(world, "csv"))
    return Delivery.objects.get()


@pytest.mark.article("42")
@pytest.mark.parametrize(("who", "side"), [("alice", "holder"), ("bob", "provider")])
def test_it_shows_use_to_both_sides(world, taken, who, side):
    page = look(world, who, "usage", f"side={side}")
    assert page.status_code == 200
    assert taken.number in page.content.decode()
    told = world.client(who).get(f"/api/v1/delivery/usage/?side={side}").json()
    assert [(use["what"], use["rows"]) for use in told["by_grant"]] == [(taken.grant.number, 57)]


def test_it_shows_unusual_use_to_the_provider_alone(world, taken):
    Clue.objects.create(kind="hours", grant=taken.grant, day=clock.today(), figures={}, found_at=clock.now())
    assert "Bulk reads outside" in look(world, "bob", "usage", "side=provider").content.decode()
    assert "Bulk reads outside" not in look(world, "alice", "usage", "side=holder").content.decode()


def test_it_gives_the_numbers_as_a_spreadsheet(world, taken):
    answer = look(world, "bob", "usage", "side=provider&format=xlsx")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert body(answer).startswith(b"PK")


def test_it_shows_a_delivery_and_its_manifest(world, taken):
    assert taken.digest in look(world, "bob", "delivery", "", taken.number).content.decode()
    manifest = look(world, "alice", "delivery", "format=json", taken.number).json()
    assert (manifest["sha256"], manifest["rows"]) == (taken.digest, 57)
    assert look(world, "charlie", "delivery", "", taken.number).status_code == 404


def test_it_tells_whose_copy_it_is(world, taken):
    assert taken.number in look(world, "bob", "trace", f"digest={taken.digest}").content.decode()
    assert taken.number not in look(world, "charlie", "trace", f"digest={taken.digest}").content.decode()
    assert look(world, "bob", "trace", "digest=x").status_code == 400
    assert look(world, "bob", "trace").status_code == 200


def test_it_says_in_words_what_is_unusual(world, taken):
    found = {"rows": 18000, "reads": 40, "median": 900}
    Clue.objects.create(
        kind="volume", grant=taken.grant, day=clock.today(), figures=found, found_at=clock.now()
    )
    shown = look(world, "bob", "usage", "side=provider").content.decode()
    assert "18000 rows in 40 reads; usually 900 rows a day" in shown

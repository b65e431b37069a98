"""Filters that a person saves: chips over every list, one taken by itself, nobody else's business."""

import pytest

from procedure.saved import filters as saved
from procedure.saved.filters import SavedFilter
from refusals.tree import Invalid
from tests.procedure.doors import Pages, Rest

ADDRESS = "/api/v1/saved-filters/"
LISTS = [
    ("inbox", "/work/", "when=overdue"),
    ("share-requests", "/sharing/requests/", "side=provider&state=reply"),
    ("catalogue", "/catalog/", "share_type=conditional"),
    ("grants", "/delivery/grants/", "side=provider"),
]


def save(client, listing: str, name: str, query: str, **more: str):
    return client.post(f"/lists/{listing}/filters/", {"name": name, "query": query, **more})


@pytest.mark.parametrize(("listing", "address", "query"), LISTS)
def test_it_saves_a_filter_of_every_list_as_a_chip(world, listing, address, query):
    client = Pages(world.cast.bob).client
    assert "存为常用筛选" in client.get(f"{address}?{query}").content.decode()
    assert save(client, listing, "常看", query).headers["location"] == f"{address}?{query}"
    page = client.get(address).content.decode()
    assert "常看" in page
    assert f'href="{address}?{query.replace("&", "&amp;")}"' in page


def test_it_keeps_only_what_filters(world):
    client = Pages(world.cast.bob).client
    save(client, "inbox", "逾期", "page=3&when=overdue&q=&x=%3Cscript%3E&all=1")
    assert SavedFilter.objects.get().query == "when=overdue"


@pytest.mark.parametrize(
    ("name", "query"),
    [("", "when=overdue"), ("x" * 41, "when=overdue"), ("无", ""), ("无", "page=2"), ("错", "when=never")],
)
def test_it_refuses_what_cannot_be_saved(world, name, query):
    answer = save(Pages(world.cast.bob).client, "inbox", name, query)
    assert answer.status_code == 422
    assert not SavedFilter.objects.exists()


def test_it_refuses_a_name_in_use_and_a_21st(world):
    bob = world.actor("bob")
    for number in range(saved.MOST):
        saved.keep(bob, "inbox", f"第{number}个", f"q={number}")
    for name in ("第0个", "又一个"):
        with pytest.raises(Invalid):
            saved.keep(bob, "inbox", name, "when=today")
    saved.keep(bob, "grants", "第0个", "side=provider")


def test_it_takes_the_default_when_the_list_is_opened_plainly(world):
    client = Pages(world.cast.bob).client
    save(client, "inbox", "逾期", "when=overdue", is_default="on")
    assert client.get("/work/").headers["location"] == "/work/?when=overdue"
    assert client.get("/work/?all=1").status_code == client.get("/work/?when=&q=").status_code == 200
    client.post(f"/lists/filters/{SavedFilter.objects.get().pk}/prefer/")
    assert client.get("/work/").status_code == 200


def test_it_has_one_default_a_list(world):
    client = Pages(world.cast.bob).client
    save(client, "inbox", "逾期", "when=overdue", is_default="on")
    save(client, "inbox", "今天", "when=today", is_default="on")
    assert [one.name for one in SavedFilter.objects.filter(is_default=True)] == ["今天"]


def test_it_removes_one(world):
    client = Pages(world.cast.bob).client
    save(client, "inbox", "逾期", "when=overdue")
    client.post(f"/lists/filters/{SavedFilter.objects.get().pk}/remove/")
    assert not SavedFilter.objects.exists()


def test_it_is_nobody_elses_business(world):
    kept = saved.keep(world.actor("bob"), "inbox", "逾期", "when=overdue")
    client, rest = Pages(world.cast.betty).client, Rest(world.cast.betty)
    assert "逾期</a>" not in client.get("/work/").content.decode()
    assert client.post(f"/lists/filters/{kept.pk}/remove/").status_code == 404
    assert client.post(f"/lists/filters/{kept.pk}/prefer/").status_code == 404
    assert rest.client.delete(f"{ADDRESS}{kept.pk}/").status_code == 404
    assert rest.client.get(ADDRESS).json() == []


def test_it_lets_programs_do_the_same(world):
    rest = Rest(world.cast.bob)
    made = rest.post(ADDRESS, {"list": "inbox", "name": "逾期", "query": "page=2&when=overdue"})
    assert made.status_code == 201
    assert made.json() | {"id": 0} == {
        "id": 0,
        "list": "inbox",
        "name": "逾期",
        "query": "when=overdue",
        "is_default": False,
        "address": "/work/?when=overdue",
    }
    one = f"{ADDRESS}{made.json()['id']}/"
    preferred = rest.client.patch(one, {"is_default": True}, content_type="application/json")
    assert preferred.json()["is_default"] is True
    assert rest.client.get(f"{ADDRESS}?list=grants").json() == []
    assert rest.client.delete(one).status_code == 204


@pytest.mark.parametrize(
    "changed",
    [{"list": "nothing"}, {"name": ""}, {"query": "when=never"}, {"query": ""}, {"is_default": "x"}],
)
def test_it_tells_programs_what_is_wrong(world, changed):
    answer = Rest(world.cast.bob).post(
        ADDRESS, {"list": "inbox", "name": "逾期", "query": "when=today"} | changed
    )
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == next(iter(changed))


def test_it_shows_who_is_not_signed_in_no_chips(client, world):
    page = client.get("/catalog/?share_type=conditional").content.decode()
    assert "存为常用筛选" not in page
    assert client.post("/lists/catalogue/filters/", {"name": "x", "query": "q=x"}).status_code == 302
    assert not SavedFilter.objects.exists()

"""Bundles over REST, their siblings on each case, and a bundle found in inbox and lists (art. 28)."""

import pytest
import time_machine

from sharing.models import ShareRequest
from tests.procedure.doors import Pages, Rest
from tests.sharing.bundling import BUNDLES, body, file, three

NUMBER = "GX-SB-2026-000001"


@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel("2026-11-23T10:00:00+08:00", tick=False):
        yield


@pytest.mark.article("28")
def test_it_files_a_bundle_over_rest(world):
    answer = file(Rest(world.cast.alice), three(world))
    said = answer.json()
    assert (answer.status_code, said["done"], said["bundle"]) == (207, 3, NUMBER)
    assert {(one["status"], one["state"], one["holder"], one["due"]) for one in said["outcomes"]} == {
        (201, "conformance_review", "GX-BUREAU", "2026-11-25")
    }


def test_it_files_a_citys_bundle_on_three_routes(world):
    said = file(Rest(world.cast.nora), three(world)).json()
    assert [one["route"] for one in said["outcomes"]] == ["city_to_region", "city_to_region", "same_city"]


def test_it_lists_what_could_not_be_filed(world):
    entries = three(world)
    sent = body(entries)
    sent["entries"][1]["fields"] = ["penalty"]
    sent["entries"][2]["entry"] = "nothing"
    said = Rest(world.cast.alice).post(BUNDLES, sent).json()
    assert [one["status"] for one in said["outcomes"]] == [201, 422, 422]
    assert said["outcomes"][1]["problem"]["errors"][0]["code"] == "withheld"
    assert (said["done"], ShareRequest.objects.count()) == (1, 1)


def test_it_gives_a_number_only_to_what_was_filed(world):
    entries = three(world)
    nothing = file(Rest(world.cast.bob), entries[:1]).json()
    assert (nothing["bundle"], nothing["outcomes"][0]["status"]) == ("", 403)
    assert file(Rest(world.cast.alice), entries).json()["bundle"] == NUMBER


def test_it_repeats_with_a_key_only_what_was_not_filed(world):
    entries, rest = three(world), Rest(world.cast.alice)
    first, again = file(rest, entries, key="k1").json(), file(rest, entries, key="k1").json()
    assert (first, ShareRequest.objects.count()) == (again, 3)


def test_it_tries_a_bundle_out(world):
    said = Rest(world.cast.alice).post(f"{BUNDLES}?dry_run=1", body(three(world))).json()
    assert (said["done"], said["bundle"], ShareRequest.objects.count()) == (3, "", 0)


BAD = {
    "no entries": {"entries": []},
    "not a list": {"entries": "x"},
    "no fields": {"entries": [{"entry": "x"}]},
    "no object": {"entries": ["x"]},
    "a number": {"purpose": 5, "entries": [{"entry": "x", "fields": ["a"]}]},
    "no purpose": {"purpose": ""},
    "late": {"until": "2020-01-01"},
    "mode": {"mode": "paper"},
    "too many": {"entries": [{"entry": f"e{n}", "fields": ["a"]} for n in range(51)]},
    "twice": {"entries": [{"entry": "e", "fields": ["a"]}] * 2},
    "stranger": {"requester": "GX-EDU"},
}


@pytest.mark.parametrize("wrong", BAD)
def test_it_refuses_a_bad_bundle_as_a_whole(world, wrong):
    answer = Rest(world.cast.alice).post(BUNDLES, body([world.entry]) | BAD[wrong])
    assert answer.status_code in {400, 422}, answer.content
    assert ShareRequest.objects.count() == 0


def test_it_says_twice_where(world):
    answer = Rest(world.cast.alice).post(BUNDLES, body([world.entry, world.entry]))
    assert [(e["field"], e["code"]) for e in answer.json()["errors"]] == [("entries.1.entry", "twice")]


@pytest.mark.parametrize("sent", ["[]", "5", '"x"', "{"])
def test_it_refuses_what_is_no_object(world, sent):
    assert Rest(world.cast.alice).post(BUNDLES, sent).status_code in {400, 422}


@pytest.fixture
def bundle(world) -> list[ShareRequest]:
    file(Rest(world.cast.alice), three(world))
    return list(ShareRequest.objects.order_by("pk"))


@pytest.mark.parametrize(("who", "seen"), [("alice", 2), ("betty", 2), ("bob", 0)])
def test_it_shows_the_siblings_that_the_reader_may_see(world, bundle, who, seen):
    page = Pages(getattr(world.cast, who)).read(bundle[0]).content.decode()
    assert NUMBER in page
    assert sum(other.number in page for other in bundle[1:]) == seen


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "一并申请"), ("en", "Filed together")])
def test_it_names_the_bundle_in_both_languages(world, bundle, language, words):
    assert words in Pages(world.cast.betty, language).read(bundle[0]).content.decode()


def test_it_finds_the_bundle_in_inbox_and_lists(world, bundle):
    pages = Pages(world.cast.betty)
    world.bring_to("conformance_review")
    inbox = pages.client.get(f"/work/?q={NUMBER}").content.decode()
    listed = pages.client.get(f"/sharing/requests/?q={NUMBER}").content.decode()
    for place in (inbox, listed):
        assert [case.number in place for case in bundle] == [True] * 3
        assert "GX-SR-2026-000004" not in place
    over_rest = Rest(world.cast.betty).client.get(f"/api/v1/sharing/requests/?q={NUMBER}").json()
    assert len(over_rest["results"]) == 3


def test_it_is_decided_in_bulk_or_alone(world, bundle):
    cases = [{"case": case.number, "version": case.version} for case in bundle]
    sent = {"cases": cases[:2], "particulars": {"opinion": "用途明确"}}
    assert Rest(world.cast.betty).post("/api/v1/work-items/steps/approve/", sent).json()["done"] == 2
    assert (
        Rest(world.cast.betty).take(bundle[2], "refuse", ground="purpose", basis="用途不明").status_code
        == 200
    )
    states = list(ShareRequest.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["provider_review", "provider_review", "refused"]

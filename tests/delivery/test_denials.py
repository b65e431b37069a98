"""What is not handed over, in which words, and that the trail knows it."""

from datetime import date

import pytest
import time_machine

from catalog.models import Entry
from catalog.vocabulary import Status
from delivery.models import Grant, GrantStatus, Resource, ResourceStatus
from tests.cast import seated
from tests.delivery.factories import trail


def denied(answer):
    body = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    return answer.status_code, body["code"], body["detail"]


def test_it_names_the_way_to_a_grant(world):
    status, code, words = denied(world.get("alice"))
    assert (status, code) == (403, "no_grant")
    assert world.entry.code in words
    (entry,) = trail("delivery.denied")
    assert (entry.subject, entry.particulars["reason"]) == (world.resource.code, "no_grant")


@pytest.mark.article("44")
def test_it_names_the_last_day_of_a_grant_that_is_over(world):
    grant = world.grant(ends=date(2026, 11, 30))
    with time_machine.travel("2026-11-30T23:59:00+08:00"):
        assert world.get("alice").status_code == 200
    with time_machine.travel("2026-12-01T00:01:00+08:00"):
        status, code, words = denied(world.get("alice"))
    assert (status, code) == (403, "grant_over")
    assert "2026-11-30" in words
    assert trail("delivery.denied")[0].case == grant.case.number


def test_it_names_the_first_day_of_a_grant_to_come(world):
    grant = world.grant()
    Grant.objects.filter(pk=grant.pk).update(starts=date(2026, 12, 1))
    _status, code, words = denied(world.get("alice"))
    assert code == "grant_not_begun"
    assert "2026-12-01" in words


@pytest.mark.article("45")
def test_it_stops_at_once_when_supply_is_suspended(world):
    Grant.objects.filter(pk=world.grant().pk).update(status=GrantStatus.SUSPENDED)
    assert denied(world.get("alice"))[:2] == (403, "grant_suspended")


@pytest.mark.article("27")
def test_it_is_gone_when_the_entry_is_offline(world):
    world.grant()
    Entry.objects.filter(pk=world.entry.pk).update(status=Status.OFFLINE)
    assert denied(world.get("alice"))[:2] == (410, "offline")
    assert denied(world.get("charlie"))[0] == 404


def test_it_ignores_another_organization_s_grant(world):
    grant = world.grant(holder=world.cast.edu)
    for query in ("", f"grant={grant.number}"):
        assert denied(world.get("alice", query))[:2] == (403, "no_grant")
    assert not trail("delivery.read")
    assert {entry.particulars["grant"] for entry in trail("delivery.denied")} == {""}


def test_it_asks_which_of_several_grants(world):
    first, second = world.grant("serial"), world.grant("entname")
    answer = world.get("alice")
    assert answer.status_code == 400
    assert first.number in answer.json()["detail"]
    assert list(world.get("alice", f"grant={second.number}").json()["results"][0]) == ["entname"]


def test_it_prefers_a_grant_in_force_to_one_that_is_over(world):
    Grant.objects.filter(pk=world.grant("entname").pk).update(status=GrantStatus.ENDED)
    world.grant("serial")
    assert list(world.get("alice").json()["results"][0]) == ["serial"]


@pytest.mark.parametrize("post", ["auditor", "administrator", "supervisor"])
def test_it_hands_no_data_to_posts_that_do_not_use_it(world, post):
    world.grant()
    object.__setattr__(world.cast, "cindy", seated("paul", world.cast.hr, post))
    assert denied(world.get("cindy"))[:2] == (403, "wrong_post")


def test_it_knows_no_resource_that_the_reader_cannot_know(world):
    world.grant()
    assert denied(world.get("cindy"))[0] == 404
    assert world.client("alice").get("/api/v1/data/nothing-1/rows/").status_code == 404
    assert not trail("delivery.denied")


def test_it_is_gone_when_no_granted_field_is_left(world):
    grant = world.grant()
    Grant.objects.filter(pk=grant.pk).update(fields=["former"])
    assert denied(world.get("alice"))[:2] == (410, "nothing_left")


@pytest.mark.article("41")
def test_it_is_gone_when_the_table_is_withdrawn(world):
    world.grant()
    Resource.objects.update(status=ResourceStatus.WITHDRAWN)
    assert denied(world.get("alice"))[:2] == (410, "withdrawn")


def test_it_puts_readers_off_while_the_file_is_away(world, storage):
    world.grant()
    (storage / world.resource.file).unlink()
    answer = world.get("alice")
    assert denied(answer)[:2] == (503, "try_again")
    assert answer["Retry-After"] == "5"

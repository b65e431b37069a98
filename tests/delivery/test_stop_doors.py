"""Suspensions and emergency stops through both doors: pages and REST, bad input included (art. 45)."""

import pytest
from django.test import Client

from delivery.models import EmergencyStop, Suspension
from tests.delivery.stops import LEAK, MISUSE, status, stopped, suspended

SUSPENSIONS, STOPS = "/api/v1/delivery/suspensions/", "/api/v1/delivery/emergency-stops/"


def page(world, who):
    client = Client(headers={"accept-language": "zh-CN"})
    client.force_login(getattr(world.cast, who))
    return client


def post(world, who, address, body, **headers):  # noqa: ANN003 - headers as the client takes them
    return world.client(who).post(address, body, format="json", headers=headers)


@pytest.mark.article("45")
def test_it_is_suspended_over_rest_and_rehearsed_before(world):
    grant = world.grant()
    body = MISUSE | {"grant": grant.number}
    rehearsed = post(world, "bob", f"{SUSPENSIONS}?dry_run=1", body)
    assert (rehearsed.status_code, rehearsed.json()["dry_run"], status(grant)) == (200, True, "active")
    answer = post(world, "bob", SUSPENSIONS, body)
    assert (answer.status_code, answer.json()["state"], status(grant)) == (
        201,
        "authority_review",
        "suspended",
    )
    assert answer.json()["particulars"]["grants"] == [grant.number]
    assert post(world, "bob", SUSPENSIONS, body).json()["code"] == "already_suspended"


def test_it_moves_over_rest_as_on_pages(world):
    case = suspended(world, world.grant())
    address = f"{SUSPENSIONS}{case.number}/"
    offered = [offer["step"] for offer in world.client("alice").get(address).json()["offered"]]
    assert offered == ["respond"]
    told = post(world, "alice", f"{address}steps/respond/", {"position": "已整改"}, **{"If-Match": '"1"'})
    assert (told.status_code, told.json()["version"]) == (200, 2)
    early = post(world, "betty", f"{address}steps/resume/", {"decision": "可"}, **{"If-Match": '"1"'})
    assert (early.status_code, early.json()["code"]) == (409, "stale")
    done = post(world, "betty", f"{address}steps/resume/", {"decision": "可"}, **{"If-Match": '"2"'})
    assert (done.status_code, done.json()["state"]) == (200, "resumed")


@pytest.mark.article("45")
def test_it_is_suspended_on_a_page(world):
    grant = world.grant()
    bob = page(world, "bob")
    assert "暂停供数" in bob.get(grant.get_absolute_url()).content.decode()
    address = f"/delivery/grants/{grant.number}/suspend/"
    assert "entname" in bob.get(address).content.decode()
    answer = bob.post(address, MISUSE | {"grant": grant.number})
    case = Suspension.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, case.get_absolute_url())
    shown = page(world, "alice").get(grant.get_absolute_url()).content.decode()
    assert case.number in shown
    again = bob.post(address, MISUSE | {"grant": grant.number})
    assert (again.status_code, case.number in again.content.decode()) == (409, True)


@pytest.mark.article("45")
def test_it_is_stopped_on_a_page(world):
    grant = world.grant()
    address = f"/delivery/entries/{world.entry.code}/stop/"
    assert "1 个单位" in page(world, "bob").get(address).content.decode()
    answer = page(world, "bob").post(address, LEAK | {"entry": world.entry.code, "grant": ""})
    assert (answer.status_code, status(grant)) == (302, "suspended")
    stop = EmergencyStop.objects.get()
    shown = page(world, "betty").get(stop.get_absolute_url()).content.decode()
    assert all(words in shown for words in (grant.number, "同意停供", "批量下载"))
    step = f"{stop.get_absolute_url()}steps/confirm/"
    assert page(world, "betty").post(step, {"seen": 1, "decision": ""}).status_code == 302
    assert EmergencyStop.objects.get().state == "stopped"


@pytest.mark.parametrize(
    ("who", "expected"), [("alice", 403), ("betty", 403), ("hank", 403), ("charlie", 422)]
)
def test_it_is_refused_to_others_over_rest(world, who, expected):
    grant = world.grant()
    answer = post(world, who, SUSPENSIONS, MISUSE | {"grant": grant.number})
    assert (answer.status_code, status(grant)) == (expected, "active")
    if who != "charlie":
        body = LEAK | {"entry": world.entry.code}
        assert post(world, who, STOPS, body).status_code == 403


@pytest.mark.parametrize("wrong", [
    {"grant": "GX-GR-2026-999999"}, {"grant": ""}, {"grant": None}, {"grant": ["x"]}, {"grant": "\x00"},
    {"ground": "mood"}, {"ground": ""}, {"ground": 7}, {"evidence": ""}, {"evidence": "  "},
    {"evidence": None}, {"evidence": "长" * 4001}, {"scope": "world"}, {"scope": ""},
    {"fields_concerned": ["hidden_idno"]}, {"fields_concerned": "entname"},
    {"fields_concerned": [1]}, {"to_do": "长" * 2001}, {"more": 1},
])  # fmt: skip
def test_it_takes_no_statement_that_is_none(world, wrong):
    grant = world.grant()
    answer = post(world, "bob", SUSPENSIONS, MISUSE | {"grant": grant.number} | wrong)
    assert answer.status_code in {400, 422}
    assert (status(grant), Suspension.objects.count()) == ("active", 0)


@pytest.mark.parametrize("wrong", [
    {"entry": "none"}, {"entry": None}, {"ground": "rain"}, {"evidence": ""}, {"grant": "none"}, {"grant": 3},
    {"evidence": "长" * 4001},
])  # fmt: skip
def test_it_takes_no_emergency_that_is_none(world, wrong):
    grant = world.grant()
    answer = post(world, "bob", STOPS, LEAK | {"entry": world.entry.code} | wrong)
    assert answer.status_code in {400, 422}
    assert (status(grant), EmergencyStop.objects.count()) == ("active", 0)


def test_it_has_nothing_to_stop_where_nobody_reads(world):
    answer = post(world, "bob", STOPS, LEAK | {"entry": world.entry.code})
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_stop")


def test_it_offers_the_stop_on_the_entry_to_the_provider(world):
    world.grant()
    shown = {
        who: page(world, who).get(world.entry.get_absolute_url()).content.decode() for who in ("bob", "alice")
    }
    assert "紧急停供" in shown["bob"]
    assert "紧急停供" not in shown["alice"]


def test_it_lists_in_a_fixed_number_of_statements(world, django_assert_max_num_queries):
    for _number in range(3):
        suspended(world, world.grant())
    stopped(world, world.grant())
    client = world.client("betty")
    client.get(SUSPENSIONS)
    with django_assert_max_num_queries(16):
        assert len(client.get(SUSPENSIONS).json()["results"]) == 3

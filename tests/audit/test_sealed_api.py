"""Heads, keys and proofs for programs (art. 42)."""

import json

import pytest

from audit import heads, sealing
from tests.audit.acts import act
from verifier.files import verify_growth, verify_proof

BACKEND = "django.contrib.auth.backends.ModelBackend"
HEADS = "/api/v1/audit/heads/"


@pytest.mark.article("42")
def test_it_gives_heads_to_everybody_newest_first(client, sealed, signed):
    act()
    sealing.seal()
    newest = heads.sign(asked=True)
    found = client.get(HEADS).json()["results"]
    assert [head["size"] for head in found] == [newest.size, 2]
    assert found[0]["note"] == newest.note.text
    assert client.get(f"{HEADS}newest/").json() == found[0]


def test_it_has_no_head_before_the_first(client, db):
    assert client.get(HEADS).json()["results"] == []
    assert client.get(f"{HEADS}newest/").status_code == 404


def test_it_gives_keys_to_everybody(client, sealed, signed):
    assert [key["key"] for key in client.get("/api/v1/audit/keys/").json()] == [signed.key.text]


@pytest.mark.article("42")
def test_it_proves_an_entry_to_its_auditor(client, cast, sealed):
    client.force_login(cast.alice, backend=BACKEND)
    text = client.get(f"/api/v1/audit/entries/{sealed[1].pk}/proof/").content.decode()
    assert verify_proof(text)[0]


def test_it_proves_nothing_to_others(client, cast, sealed):
    address = f"/api/v1/audit/entries/{sealed[1].pk}/proof/"
    assert client.get(address).status_code == 401
    client.force_login(cast.bob, backend=BACKEND)
    assert client.get(address).status_code == 404
    assert client.get(f"/api/v1/audit/entries/{2**80}/proof/").status_code == 404


def test_it_asks_to_wait_for_the_seal(client, cast, entries):
    client.force_login(cast.alice, backend=BACKEND)
    answer = client.get(f"/api/v1/audit/entries/{entries[0].pk}/proof/")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_sealed")


@pytest.mark.article("42")
def test_it_proves_growth_to_everybody(client, sealed):
    act()
    sealing.seal()
    later = heads.sign(asked=True).size
    told = client.get("/api/v1/audit/consistency/", {"first": 2, "second": later}).json()
    assert verify_growth(json.dumps(told))


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 400),
        ({"first": "x", "second": 2}, 400),
        ({"first": 0, "second": 2}, 400),
        ({"first": 3, "second": 2}, 400),
        ({"first": 1, "second": 2}, 404),
        ({"first": 2, "second": 2**70}, 400),
    ],
)
def test_it_says_which_sizes_are_wrong(client, sealed, query, status):
    assert client.get("/api/v1/audit/consistency/", query).status_code == status


def test_it_takes_few_statements(client, cast, sealed, django_assert_max_num_queries):
    client.force_login(cast.alice, backend=BACKEND)
    with django_assert_max_num_queries(8):
        client.get(f"/api/v1/audit/entries/{sealed[1].pk}/proof/")
    with django_assert_max_num_queries(5):
        client.get("/api/v1/audit/consistency/", {"first": 2, "second": 2})

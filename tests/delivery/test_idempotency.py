"""`Idempotency-Key` on what delivery takes: a repeat gets the first answer (art. 23, 44)."""

import pytest
from django.core.files.storage import default_storage

from delivery.files import FOLDER
from delivery.models import Load, SubscriptionKey, Version
from delivery.supply.mounting import OPERATOR, mount
from tests.delivery.factories import table, trail

TOLD = {"HTTP_IDEMPOTENCY_KEY": "upload-1"}
CONTENT = b"serial,entname\n1,x\n"


def bring(world, content: bytes = CONTENT, query: str = "name=a.csv", who: str = "hank", **more: str):
    address = f"/api/v1/delivery/entries/{world.entry.code}/loads/?{query}"
    given = {"content_type": "application/octet-stream"} | TOLD | more
    return world.client(who).post(address, content, **given)


def waiting() -> list[str]:
    return default_storage.listdir(f"{FOLDER}/incoming")[1]


def test_it_queues_an_upload_once(world):
    first, again = bring(world), bring(world)
    assert (first.status_code, again.status_code, again.json()) == (202, 202, first.json())
    assert (again["Idempotent-Replayed"], again["Location"]) == ("true", first["Location"])
    assert Load.objects.count() == 1
    assert len(waiting()) == 1


@pytest.mark.parametrize("changed", [{"content": CONTENT + b"2,y\n"}, {"query": "name=b.csv"}])
def test_it_takes_no_other_upload_under_the_same_key(world, changed):
    bring(world)
    answer = bring(world, **changed)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert (Load.objects.count(), len(waiting())) == (1, 1)


def test_it_keeps_keys_of_people_apart(world):
    bring(world)
    assert "Idempotent-Replayed" not in bring(world, who="stella")
    assert Load.objects.count() == 2


def test_it_keeps_no_file_of_a_refused_upload(world):
    assert bring(world, HTTP_IDEMPOTENCY_KEY="x" * 256).status_code == 422
    assert waiting() == []


def test_it_cancels_and_restores_once(world):
    mount(world.entry, table(3), OPERATOR)
    load = bring(world).json()["id"]
    resource = world.resource.code
    addresses = (f"loads/{load}/cancel/", f"supply/{resource}/versions/1/restore/")
    for number, part in enumerate(addresses):
        told = {"HTTP_IDEMPOTENCY_KEY": f"k{number}"}
        answers = [world.client("hank").post(f"/api/v1/delivery/{part}", **told) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [200, 200]
        assert answers[0].json() == answers[1].json()
    assert (len(trail("delivery.restore")), Version.objects.count()) == (1, 2)


@pytest.mark.article("44")
def test_it_issues_one_key_and_tells_its_secret_once(world):
    address = f"/api/v1{world.grant().get_absolute_url()}subscription/keys/"
    alice = world.client("alice")
    first, again = (alice.post(address, {"days": 30}, **TOLD) for _ in range(2))
    assert first.json()["secret"].startswith("gsk_")
    assert again.json() == first.json() | {"secret": None}
    key = SubscriptionKey.objects.get()
    replaced = [
        alice.post(f"{address}{key.prefix}/replace/", {"days": 30, "hours": 1}, HTTP_IDEMPOTENCY_KEY="r")
        for _ in range(2)
    ]
    assert [bool(answer.json()["secret"]) for answer in replaced] == [True, False]
    assert SubscriptionKey.objects.count() == 2

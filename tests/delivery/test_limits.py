"""The provider limits what may be taken in a day: who may, and who is told (art. 44)."""

import pytest
from django.test import Client
from django.utils import translation

from audit.sentences import tell
from delivery.models import Quota
from notifications import drain
from notifications.models import Notice
from tests.delivery.factories import trail

WHY = "数据库负载过高。"


def address(grant, door=""):
    return f"{door}{grant.get_absolute_url()}quota/"


def put(world, who, grant, **said: object):
    body = {"reason": WHY} | said
    return world.client(who).put(address(grant, "/api/v1"), body, format="json")


def page(world, who):
    client = Client(headers={"accept-language": "zh-CN"})
    client.force_login(getattr(world.cast, who))
    return client


@pytest.mark.article("44")
def test_it_holds_from_the_next_read_on(world):
    grant = world.grant()
    assert world.get("alice", "page_size=10").status_code == 200
    told = put(world, "bob", grant, rows_a_day=10, reads_a_day=5)
    assert (told.status_code, told.json()["rows_a_day"], told.json()["rows_today"]) == (200, 10, 0)
    assert world.get("alice", "page_size=9").status_code == 200
    assert world.get("alice", "page_size=9").json()["code"] == "quota_spent"
    seen = world.client("alice").get(address(grant, "/api/v1")).json()
    assert (seen["rows_today"], seen["reads_today"], seen["reads_a_day"]) == (9, 1, 5)


@pytest.mark.article("44")
def test_it_is_set_and_lifted_on_a_page(world):
    grant, bob = world.grant(), page(world, "bob")
    assert "每日限额" in bob.get(grant.get_absolute_url()).content.decode()
    said = {"rows_a_day": "2000", "reads_a_day": "", "reason": WHY}
    answer = bob.post(address(grant), said, follow=True)
    assert "2000 行" in answer.content.decode()
    assert "2000 行" in page(world, "alice").get(f"{grant.get_absolute_url()}subscription/").content.decode()
    assert 'value="2000"' in bob.get(address(grant)).content.decode()
    bob.post(address(grant), said | {"rows_a_day": ""})
    assert Quota.objects.count() == 0
    assert [entry.act for entry in trail("delivery.quota_lifted")] == ["delivery.quota_lifted"]


@pytest.mark.article("42", "44", "45")
def test_it_tells_the_user_and_the_authority_with_the_reason(world):
    put(world, "bob", world.grant(), rows_a_day=10)
    (entry,) = trail("delivery.quota")
    assert (entry.before["rows_a_day"], entry.after["rows_a_day"], entry.person) == (None, 10, "bob")
    drain.store()
    told = set(Notice.objects.filter(entry=entry).values_list("recipient__username", flat=True))
    assert {"alice", "betty"} <= told
    with translation.override("zh-hans"):
        assert tell(entry).endswith(f"的每日限额：10 行、— 次（“—”为不限）。理由：{WHY}")


def test_it_tells_nothing_when_nothing_changes(world):
    grant = world.grant()
    for _twice in range(2):
        assert put(world, "bob", grant, rows_a_day=10).status_code == 200
    assert len(trail("delivery.quota")) == 1


@pytest.mark.article("44")
@pytest.mark.parametrize(
    ("who", "expected"), [("alice", 403), ("stella", 403), ("betty", 403), ("charlie", 404)]
)
def test_it_is_set_by_reviewers_of_the_provider_only(world, who, expected):
    grant = world.grant()
    assert put(world, who, grant, rows_a_day=1).status_code == expected
    assert page(world, who).post(address(grant), {"rows_a_day": 1, "reason": WHY}).status_code == 404
    assert Quota.objects.count() == 0


@pytest.mark.parametrize("wrong", [
    {"rows_a_day": 0}, {"rows_a_day": -1}, {"reads_a_day": "many"}, {"reads_a_day": 10**20},
    {"reason": ""}, {"rows_a_day": True}, {"more": 1},
])  # fmt: skip
def test_it_takes_no_other_limits(world, wrong):
    grant = world.grant()
    assert put(world, "bob", grant, **({"rows_a_day": 5} | wrong)).status_code in {400, 422}
    assert Quota.objects.count() == 0


def test_it_limits_no_grant_that_has_ended(world):
    grant = world.grant()
    grant.status = "ended"
    grant.save()
    assert put(world, "bob", grant, rows_a_day=5).json()["code"] == "grant_over"


def test_it_stands_on_the_grant_over_rest(world):
    grant = world.grant()
    told = world.client("alice").get(f"/api/v1{grant.get_absolute_url()}").json()
    assert (told["rows_a_day"], told["reads_a_day"]) == (None, None)
    Quota.objects.create(grant=grant, reads_a_day=7)
    (told,) = world.client("alice").get("/api/v1/delivery/grants/").json()["results"]
    assert (told["rows_a_day"], told["reads_a_day"]) == (None, 7)

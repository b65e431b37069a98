"""Who writes a city's procedure, who looks at it, and who is a stranger to it (art. 9, 10, 31)."""

import pytest

from organizations.models import PostKind
from refusals.tree import Refusal
from rulemaking.models import CityProcedure
from rulemaking.policy import capacity
from tests.cast import seated
from tests.procedure.doors import Pages, Rest
from tests.rulemaking.desk import LIUZHOU, NANNING, SHORT, today

API, PAGE = f"/api/v1/city-procedures/{NANNING}/", f"/city-procedures/{NANNING}/"
WRITING = SHORT | {"in_force": "2026-11-24", "replaces": 1}
WHO = {  # may look, may write
    "nina": (200, 201),
    "nora": (200, 403),
    "nick": (200, 403),
    "bin": (200, 403),
    "betty": (200, 403),
    "sue": (200, 403),
    "lily": (404, 404),
    "lena": (404, 404),
    "alice": (404, 404),
    "bob": (404, 404),
}
LOOKING = ("", "1/")
ACTS = ("", "repeals/", "1/recall/")


@pytest.fixture
def published(desk):
    desk.enact(**today())
    return desk


@pytest.mark.article("10", "31")
@pytest.mark.parametrize("who", WHO)
def test_it_shows_and_takes_versions_from_whom_it_should(published, who):
    user = getattr(published.world.cast, who)
    looks, writes = WHO[who]
    pages, rest = Pages(user).client, Rest(user)
    assert {pages.get(f"{PAGE}{path}").status_code for path in LOOKING} == {looks}
    assert {rest.client.get(f"{API}{path}").status_code for path in LOOKING} == {looks}
    assert pages.get(f"{PAGE}write/").status_code == {201: 200}.get(writes, writes)
    assert rest.post(API, WRITING).status_code == writes
    assert CityProcedure.objects.count() == (2 if writes == 201 else 1)


@pytest.mark.parametrize("who", [who for who, (_, writes) in WHO.items() if writes != 201])
@pytest.mark.parametrize("path", ACTS)
def test_it_answers_who_may_not_write_before_it_reads_the_form(published, who, path):
    user = getattr(published.world.cast, who)
    assert Rest(user).post(f"{API}{path}", {"nonsense": 1}).status_code == WHO[who][1]
    page = f"{PAGE}{path.replace('repeals', 'repeal') or 'write/'}"
    assert Pages(user).client.post(page, {"nonsense": 1}).status_code == WHO[who][1]


@pytest.mark.parametrize("path", ["", f"{NANNING}/", f"{NANNING}/1/", f"{NANNING}/write/"])
def test_it_asks_strangers_to_sign_in(published, client, path):
    assert client.get(f"/city-procedures/{path}").status_code == 302
    if "write" not in path:
        assert client.get(f"/api/v1/city-procedures/{path}").status_code == 401


def test_it_shows_others_no_version_in_the_list(published):
    listed = {
        who: len(
            Rest(getattr(published.world.cast, who)).client.get("/api/v1/city-procedures/").json()["results"]
        )
        for who in ("nora", "betty", "lily", "alice")
    }
    assert listed == {"nora": 1, "betty": 1, "lily": 0, "alice": 0}


@pytest.mark.parametrize(
    ("post", "status"),
    [
        (PostKind.SUPERVISOR, 0),
        (PostKind.REVIEWER, 0),
        (PostKind.HANDLER, 403),
        (PostKind.STEWARD, 403),
        (PostKind.AUDITOR, 403),
        (PostKind.ADMINISTRATOR, 403),
    ],
)
def test_it_is_written_by_reviewers_and_supervisors_of_the_authority(desk, post, status):
    seated("newcomer", desk.world.cast.nanning, post)
    assert refusal(desk, "newcomer", NANNING) == status
    assert refusal(desk, "newcomer", LIUZHOU) == 404


def refusal(desk, who, city):
    from organizations.actors import Actor
    from organizations.models import User

    try:
        capacity(Actor.of(User.objects.get(username=who)), city)
    except Refusal as refused:
        return refused.status
    return 0


def test_it_shows_no_link_to_who_may_not_look(published):
    request = published.world.step(published.ask(), "submit", "nora")
    text = Pages(published.world.cast.noah).client.get(f"/cases/{request.number}/").content.decode()
    assert f"{PAGE}1/" in text
    published.enact(region_review_days=1, replaces=1, **today())
    from tests.sharing.road import asked

    request = published.world.step(asked(published.world, "nora"), "submit", "nora")
    request = published.world.step(request, "approve", "nina")
    request = published.world.step(request, "approve", "betty")
    text = Pages(published.world.cast.bob).client.get(f"/cases/{request.number}/").content.decode()
    assert "第 2 版" in text
    assert PAGE not in text

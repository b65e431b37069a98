"""Where one can go, by post."""

import pytest
from django.test import RequestFactory

from organizations.actors import Actor
from portal.context import portal

pytestmark = pytest.mark.django_db


def frame(user, path: str = "/catalog/"):
    request = RequestFactory().get(path)
    request.actor = Actor.of(user) if user else Actor.anonymous()
    return portal(request)["portal"]


def labels(user, path: str = "/catalog/") -> list[str]:
    return [str(place.label) for place in frame(user, path).places]


def here(user, path: str) -> list[str]:
    return [str(place.label) for place in frame(user, path).places if place.here]


def test_it_offers_anyone_data_and_the_calculator(db) -> None:
    assert labels(None) == ["找数据", "工作日计算"]


def test_it_offers_staff_their_work(cast) -> None:
    assert labels(cast.alice) == ["待办", "目录", "共享申请", "我提供的", "授权", "数据质量"]


def test_it_offers_auditors_the_trail(cast) -> None:
    assert labels(cast.audrey)[-1] == "审计"


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/sharing/requests/", ["共享申请"]),
        ("/sharing/requests/?side=provider", ["我提供的"]),
        ("/sharing/requests/?side=provider&page=2", ["我提供的"]),
        ("/catalog/?q=x", ["目录"]),
        ("/workdays/", []),
    ],
)
def test_it_marks_where_one_is(cast, path, place) -> None:
    assert here(cast.alice, path) == place


def test_it_names_the_organization_and_the_post(cast) -> None:
    who = frame(cast.alice).who
    assert who.startswith(cast.alice.posts.get().organization.name)
    assert "经办" in who


def test_it_writes_larger_for_who_holds_no_post(cast) -> None:
    assert frame(cast.cindy).generous
    assert not frame(cast.alice).generous

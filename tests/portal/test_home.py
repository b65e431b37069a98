"""The first page, the large text, and where one can go."""

import pytest

from organizations.actors import Actor
from organizations.kinds import PostKind
from portal import homes
from portal.figures import front as figures
from tests.cast import PostFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh() -> None:
    figures.forget()


def shown(client, path: str = "/") -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_it_lets_anyone_search(client) -> None:
    page = shown(client)
    assert 'action="/catalog/"' in page
    assert "已发布目录" in page


@pytest.mark.parametrize(
    ("who", "home"),
    [
        ("alice", "/mine/"),  # handler
        ("bob", "/work/"),  # reviewer
        ("stella", "/work/"),  # steward
        ("betty", "/work/"),  # reviewer of the Bureau
        ("audrey", "/trail/"),  # auditor
        ("adam", "/admin/organizations/organization/"),  # system administrator
        ("sarah", "/admin/organizations/post/"),  # security administrator
    ],
)
def test_it_leads_each_kind_of_user_to_his_work(client, cast, who, home) -> None:
    client.force_login(getattr(cast, who))
    assert client.get("/").headers["location"] == home
    assert client.get(home).status_code == 200


def test_it_leads_supervisors_to_the_board_or_the_figures(client, cast) -> None:
    client.force_login(cast.sue)
    home = client.get("/").headers["location"]
    assert home == homes.home_of(Actor.of(cast.sue)) != "/work/"
    assert client.get(home).status_code == 200


def test_it_leads_who_holds_several_posts_to_the_duties(client, cast) -> None:
    PostFactory(user=cast.sue, organization=cast.bureau, kind=PostKind.REVIEWER)
    client.force_login(cast.sue)
    assert client.get("/").headers["location"] == "/work/"


def test_it_shows_a_person_without_post_the_public_page(client, cast) -> None:
    client.force_login(cast.cindy)
    assert "查找政务数据" in shown(client)


def test_it_speaks_english(client) -> None:
    client.post("/i18n/setlang/", {"language": "en", "next": "/"})
    page = shown(client)
    assert '<html lang="en"' in page
    assert "Find government data" in page


def test_it_keeps_large_text_until_it_is_turned_off(client) -> None:
    assert client.post("/large-text/", {"next": "/workdays/"}).headers["location"] == "/workdays/"
    assert 'class="large"' in shown(client)
    client.post("/large-text/", {"next": "/"})
    assert 'class="large"' not in shown(client)


def test_it_leads_nobody_to_another_site(client) -> None:
    assert client.post("/large-text/", {"next": "https://example.org/"}).headers["location"] == "/"


def test_it_counts_the_figures_at_most_once_a_minute(django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert figures.figures() is figures.figures()

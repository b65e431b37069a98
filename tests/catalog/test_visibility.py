"""Who sees which entries."""

import pytest

from catalog.models import Entry
from organizations.actors import Actor
from tests.catalog.factories import draft_entry, publish_entry, publish_open

ON_APPLICATION = {"open_type": "on_application", "open_condition": "用于科研"}
LISTED = {"listable": True, "open_basis": "《居民身份证法》第十九条"}


def seen(user: object = None) -> set[str]:
    actor = Actor.of(user) if user else Actor.anonymous()
    return set(Entry.objects.visible_to(actor).values_list("current__name", flat=True))


@pytest.fixture
def catalogue(cast):
    publish_entry(cast.market, name="不开放")
    publish_entry(cast.market, name="列出", **LISTED)
    publish_entry(cast.market, name="依申请", **ON_APPLICATION)
    publish_open(cast.market, name="开放")
    draft_entry(cast.market, name="草稿")
    return cast


@pytest.mark.article("32")
def test_it_shows_anybody_what_is_open_or_listed(catalogue):
    assert seen() == {"列出", "依申请", "开放"}


@pytest.mark.article("17(1)")
def test_it_shows_staff_everything_published(catalogue):
    assert seen(catalogue.charlie) == {"不开放", "列出", "依申请", "开放"}


def test_it_shows_drafts_to_their_own_organization_only(catalogue):
    assert "草稿" in seen(catalogue.bob)
    assert "草稿" not in seen(catalogue.betty)


def test_it_treats_citizens_and_people_without_a_post_as_anybody(catalogue):
    assert seen(catalogue.cindy) == seen(catalogue.adam) == seen()

"""A submission from draft to publication."""

from datetime import date

import pytest
import time_machine

from audit.trail import Entry as TrailEntry
from catalog.models import Submission
from organizations.actors import Actor
from organizations.models import PostKind, User
from procedure.engine import begin, offered, take
from procedure.errors import NotYours, OwnRequest
from refusals.tree import Invalid
from tests.cast import PostFactory
from tests.catalog.factories import opened, stated


def act(submission: Submission, step: str, user: User, **particulars: object) -> Submission:
    return take(submission, step, actor=Actor.of(user), seen=submission.version, **particulars)


@pytest.fixture
def draft(cast) -> Submission:
    return begin(Submission, actor=Actor.of(cast.stella), provider=cast.market, stated=stated().as_json())


def test_it_is_a_draft_that_others_do_not_see(cast, draft):
    assert (draft.state, draft.entry.status, draft.entry.code) == ("draft", "draft", None)
    assert draft in Submission.objects.visible_to(Actor.of(cast.stella))
    assert draft not in Submission.objects.visible_to(Actor.of(cast.betty))


@pytest.mark.article("17(1)")
@time_machine.travel("2026-11-23 10:00+08:00", tick=False)
def test_the_bureau_answers_within_five_working_days_of_ours(cast, draft):
    submitted = act(draft, "submit", cast.stella)
    (item,) = submitted.open_items()
    assert (item.holder, item.source, item.due) == (cast.bureau, "ours", date(2026, 11, 30))


@pytest.mark.article("17(1)")
def test_the_bureau_publishes(cast, draft):
    published = act(act(draft, "submit", cast.stella), "publish", cast.betty)
    entry = published.entry
    entry.refresh_from_db()
    assert (published.state, entry.status, entry.code) == ("published", "published", "102001450000-000001")
    assert entry.current.published_at == entry.published_at
    assert list(type(entry).objects.search("统一社会信用")) == [entry]


def test_the_bureau_refuses_with_a_reason(cast, draft):
    refused = act(act(draft, "submit", cast.stella), "refuse", cast.betty, reason="摘要不清楚")
    assert (refused.state, refused.reason) == ("refused", "摘要不清楚")
    assert refused.entry.status == "draft"


def test_the_provider_withdraws(cast, draft):
    assert act(draft, "withdraw", cast.stella).state == "withdrawn"


def test_it_writes_every_step_into_the_trail(cast, draft):
    act(act(draft, "submit", cast.stella), "publish", cast.betty)
    acts = TrailEntry.objects.of_case(draft.number).order_by("id").values_list("act", "article")
    assert list(acts) == [
        ("submission.draft", "20"),
        ("submission.submit", "20"),
        ("submission.publish", "17(1)"),
    ]


@pytest.mark.parametrize("who", ["bob", "hank", "charlie", "betty"])
def test_only_the_providers_steward_files(cast, who):
    with pytest.raises(NotYours):
        begin(Submission, actor=Actor.of(getattr(cast, who)), provider=cast.market, stated=stated().as_json())


def test_only_the_bureau_publishes(cast, draft):
    submitted = act(draft, "submit", cast.stella)
    assert [offer.name for offer in offered(submitted, Actor.of(cast.stella))] == ["withdraw"]
    with pytest.raises(NotYours):
        act(submitted, "publish", cast.bob)


def test_nobody_publishes_what_they_filed(cast):
    PostFactory(user=cast.betty, organization=cast.bureau, kind=PostKind.STEWARD)
    actor = Actor.of(User.objects.get(pk=cast.betty.pk))
    draft = begin(Submission, actor=actor, provider=cast.bureau, stated=stated().as_json())
    submitted = take(draft, "submit", actor=actor, seen=draft.version)
    with pytest.raises(OwnRequest):
        take(submitted, "publish", actor=actor, seen=submitted.version)


@pytest.mark.article("25")
def test_base_data_comes_from_the_region_only(cast):
    steward = PostFactory(organization=cast.nanning_hr, kind=PostKind.STEWARD).user
    with pytest.raises(Invalid) as refusal:
        begin(Submission, actor=Actor.of(steward), provider=cast.nanning_hr, stated=stated().as_json())
    assert refusal.value.article == "25"
    draft = begin(Submission, actor=Actor.of(steward), provider=cast.nanning_hr, stated=opened().as_json())
    assert draft.state == "draft"

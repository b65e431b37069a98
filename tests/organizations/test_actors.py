"""Who acts: posts and stand-ins in force, in one query."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from organizations.actors import CLOCK, Actor, of_request
from organizations.kinds import PostKind
from organizations.middleware import ActorMiddleware
from organizations.models import User
from organizations.querysets import today
from tests.cast import Cast, PostFactory, StandInFactory

DAY = timedelta(days=1)


def fresh(user: User) -> Actor:
    return Actor.of(User.objects.get(pk=user.pk))


def test_it_reads_own_posts_and_stand_ins_in_one_query(cast: Cast, django_assert_num_queries):
    StandInFactory(post=cast.bob.posts.get(), user=cast.hank, starts=today(), ends=today())
    with django_assert_num_queries(1):
        actor = Actor.of(cast.hank)
        held = [(h.organization.code, h.post, h.standing_in_for) for h in actor.holdings]
        Actor.of(cast.hank)
    assert held == [
        ("GX-MARKET", PostKind.HANDLER, None),
        ("GX-MARKET", PostKind.REVIEWER, cast.bob),
    ]


@pytest.mark.article("5")
def test_it_names_both_persons_of_a_stand_in(cast: Cast):
    StandInFactory(post=cast.bob.posts.get(), user=cast.hank, starts=today(), ends=today())
    snapshot = fresh(cast.hank).snapshot(cast.market.pk, PostKind.REVIEWER)
    assert (snapshot.person, snapshot.post, snapshot.standing_in_for) == ("hank", "reviewer", "Bob")
    assert (snapshot.organization, snapshot.organization_name) == ("GX-MARKET", cast.market.name)


@pytest.mark.parametrize(
    ("starts", "ends", "stands_in"),
    [(-1, 1, True), (0, 0, True), (1, 2, False), (-2, -1, False)],
)
def test_it_counts_both_the_first_and_the_last_day(cast: Cast, starts: int, ends: int, stands_in: bool):
    StandInFactory(
        post=cast.bob.posts.get(), user=cast.hank, starts=today() + starts * DAY, ends=today() + ends * DAY
    )
    assert (fresh(cast.hank).holds(PostKind.REVIEWER, cast.market.pk) is not None) is stands_in


def test_it_leaves_out_posts_that_have_ended_or_not_begun(cast: Cast):
    cast.alice.posts.update(ends=today() - DAY)
    PostFactory(user=cast.alice, organization=cast.edu, starts=today() + DAY)
    assert fresh(cast.alice).holdings == ()


def test_it_leaves_out_posts_in_organizations_that_have_ended(cast: Cast):
    cast.hr.ends = today() - DAY
    cast.hr.save()
    assert fresh(cast.alice).holdings == ()


def test_it_prefers_the_own_post_to_one_covered(cast: Cast):
    StandInFactory(post=cast.betty.posts.get(), user=cast.boris, starts=today(), ends=today())
    assert fresh(cast.boris).holds(PostKind.REVIEWER, cast.bureau.pk).standing_in_for is None


def test_it_knows_the_posts_of_another_day(cast: Cast):
    assert Actor.of(cast.alice, on=date(2014, 12, 31)).holdings == ()
    assert Actor.of(cast.alice, on=date(2015, 1, 1)).organization_ids(PostKind.HANDLER) == {cast.hr.pk}


def test_it_lists_organizations_by_post(cast: Cast):
    PostFactory(user=cast.alice, organization=cast.edu, kind=PostKind.STEWARD)
    actor = fresh(cast.alice)
    assert actor.organization_ids() == {cast.hr.pk, cast.edu.pk}
    assert actor.organization_ids(PostKind.STEWARD) == {cast.edu.pk}
    assert actor.organization_ids(PostKind.AUDITOR) == frozenset()
    assert [organization.code for organization in actor.organizations] == ["GX-EDU", "GX-HR"]


def test_it_is_nobody_without_signing_in(cast: Cast, django_assert_num_queries):
    with django_assert_num_queries(0):
        actor = Actor.of(AnonymousUser())
    assert actor.is_anonymous
    assert actor.snapshot().person == ""


def test_it_is_nobody_when_the_account_is_closed(cast: Cast):
    cast.alice.is_active = False
    assert Actor.of(cast.alice).is_anonymous


def test_it_knows_the_clock():
    assert CLOCK.is_clock
    assert not CLOCK.is_anonymous
    assert CLOCK.snapshot().post == "clock"
    assert CLOCK.holds(PostKind.REVIEWER, 1) is None


def test_it_takes_a_citizen_without_posts(cast: Cast):
    actor = Actor.of(cast.cindy)
    assert not actor.is_anonymous
    assert not actor.is_staff
    assert actor.snapshot().person == "cindy"
    assert actor.snapshot().organization == ""


def test_it_is_read_only_when_a_request_asks(cast: Cast, django_assert_num_queries):
    request = RequestFactory().get("/")
    request.user = cast.alice
    with django_assert_num_queries(0):
        ActorMiddleware(lambda _request: None)(request)
    with django_assert_num_queries(1):
        assert request.actor.user == cast.alice
        assert of_request(request).holdings == request.actor.holdings

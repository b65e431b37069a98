"""What must never be false of organizations, people, posts and stand-ins."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from organizations.kinds import AdministratorKind, OrganizationKind, PersonKind, PostKind, Tier
from organizations.models import AccessToken, Division, Organization, Post, StandIn, User
from tests.cast import Cast, OrganizationFactory, PostFactory, StandInFactory, UserFactory

JANUARY, JUNE, DECEMBER = date(2026, 1, 1), date(2026, 6, 30), date(2026, 12, 31)


def refused(make) -> bool:
    try:
        with transaction.atomic():
            make()
    except IntegrityError:
        return True
    return False


def test_it_finds_the_bureau(cast: Cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert Organization.objects.bureau() == cast.bureau
    assert cast.bureau.is_bureau
    assert not cast.nanning.is_bureau
    assert cast.nanning.is_city_authority


def test_it_allows_one_authority_for_a_division(cast: Cast):
    with pytest.raises(IntegrityError):
        OrganizationFactory(kind=OrganizationKind.AUTHORITY, tier=Tier.REGION, division_id="450000")


@pytest.mark.article("16")
def test_it_counts_the_county_under_its_city(cast: Cast):
    assert cast.binyang.city_code == "450100"
    assert cast.binyang.authority == cast.nanning
    assert set(Organization.objects.within(cast.nanning)) == {
        cast.nanning,
        cast.nanning_hr,
        cast.nanning_market,
        cast.binyang,
    }


@pytest.mark.article("6(1)")
def test_it_knows_who_is_outside(cast: Cast):
    assert cast.ministry.is_outside
    assert cast.guangdong_hr.is_outside
    assert not cast.hr.is_outside
    assert (cast.hr.city_code, cast.ministry.city_code, cast.guangdong_hr.city_code) == ("", "", "")


def test_it_gives_outside_bodies_no_authority(cast: Cast):
    cast.ministry.authority = cast.bureau
    with pytest.raises(IntegrityError):
        cast.ministry.save()


@pytest.mark.article("35")
def test_it_finds_the_counterpart_in_the_region(cast: Cast):
    assert list(cast.nanning_hr.counterparts()) == [cast.hr]
    assert list(cast.hr.counterparts()) == []
    assert list(cast.liuzhou_housing.counterparts()) == []
    assert list(cast.bureau.counterparts()) == []


@pytest.mark.django_db
def test_it_refuses_an_end_before_the_beginning():
    assert refused(lambda: OrganizationFactory(starts=JUNE, ends=JANUARY))
    assert refused(lambda: PostFactory(starts=JUNE, ends=JANUARY))
    assert refused(lambda: StandInFactory(starts=JUNE, ends=JANUARY))


def test_it_gives_successors_to_what_has_ended_only(cast: Cast):
    cast.hr.successor = cast.edu
    assert refused(cast.hr.save)
    cast.hr.ends = JUNE
    cast.hr.save()


def test_it_is_in_force_from_the_first_to_the_last_day(cast: Cast):
    Organization.objects.filter(pk=cast.edu.pk).update(starts=JANUARY, ends=JUNE)
    cast.edu.refresh_from_db()
    days = [JANUARY - timedelta(days=1), JANUARY, JUNE, JUNE + timedelta(days=1)]
    assert [cast.edu in Organization.objects.in_force(day) for day in days] == [False, True, True, False]
    assert [cast.edu.is_in_force(day) for day in days] == [False, True, True, False]


def test_it_remembers_former_names(cast: Cast):
    old = cast.edu.name
    cast.edu.rename("广西壮族自治区教育委员会", since=JUNE)
    cast.edu.rename("广西壮族自治区教育局", since=DECEMBER)
    assert cast.edu.display_name(JANUARY) == old
    assert cast.edu.display_name(JUNE) == "广西壮族自治区教育委员会"
    assert cast.edu.display_name(DECEMBER) == cast.edu.display_name() == "广西壮族自治区教育局"


def test_it_keeps_no_name_that_was_borne_for_less_than_a_day(cast: Cast):
    cast.edu.rename("甲", since=JUNE)
    cast.edu.rename("乙", since=JUNE)
    assert cast.edu.former_names.count() == 1
    assert cast.edu.display_name(JUNE) == "乙"


def test_it_shows_the_name_in_the_readers_language(cast: Cast):
    division = Division.objects.get(code="450100")
    with translation.override("en"):
        assert (division.label, cast.hr.label) == ("Nanning", cast.hr.name_en)
    with translation.override("zh-hans"):
        assert (division.label, cast.hr.label) == ("南宁市", cast.hr.name)


def test_it_refuses_the_same_post_twice_at_a_time(cast: Cast):
    assert refused(
        lambda: PostFactory(user=cast.alice, organization=cast.hr, kind=PostKind.HANDLER, starts=JUNE)
    )
    cast.alice.posts.update(ends=JANUARY)
    assert refused(
        lambda: PostFactory(user=cast.alice, organization=cast.hr, kind=PostKind.HANDLER, starts=JANUARY)
    )
    PostFactory(user=cast.alice, organization=cast.hr, kind=PostKind.HANDLER, starts=JUNE)


def test_it_refuses_two_stand_ins_for_one_post_at_a_time(cast: Cast):
    post = cast.bob.posts.get()
    StandInFactory(post=post, user=cast.hank, starts=JANUARY, ends=JUNE)
    assert refused(lambda: StandInFactory(post=post, user=cast.stella, starts=JUNE, ends=DECEMBER))
    StandInFactory(post=post, user=cast.stella, starts=JUNE + timedelta(days=1), ends=DECEMBER)


def test_it_keeps_the_three_administrators_apart(cast: Cast):
    cast.adam.appoint(AdministratorKind.AUDIT)
    cast.adam.save()
    assert User.objects.filter(pk=cast.adam.pk).values_list("administrator_kind", flat=True).get() == "audit"
    assert refused(lambda: User.objects.filter(pk=cast.adam.pk).update(is_superuser=True))


def test_it_gives_administration_to_appointed_staff_only(cast: Cast):
    assert refused(lambda: User.objects.filter(pk=cast.alice.pk).update(is_staff=True))
    assert refused(
        lambda: User.objects.filter(pk=cast.cindy.pk).update(administrator_kind=AdministratorKind.AUDIT)
    )
    assert refused(lambda: UserFactory(administrator_kind="both"))


def test_it_makes_superusers_system_administrators(db):
    root = User.objects.create_superuser("root", name="Root", password="x")
    assert root.administrator_kind == AdministratorKind.SYSTEM


def test_it_gives_no_auditors_post_to_who_runs_the_system(cast: Cast):
    post = Post(user=cast.adam, organization=cast.bureau, kind=PostKind.AUDITOR, starts=JANUARY)
    with pytest.raises(ValidationError) as refusal:
        post.full_clean()
    assert refusal.value.error_dict["user"][0].code == "auditor_exclusive"
    Post(user=cast.adam, organization=cast.bureau, kind=PostKind.HANDLER, starts=JANUARY).full_clean()


def test_it_gives_posts_to_staff_only(cast: Cast):
    with pytest.raises(ValidationError):
        Post(user=cast.cindy, organization=cast.hr, kind=PostKind.HANDLER, starts=JANUARY).full_clean()
    assert cast.cindy.kind == PersonKind.CITIZEN


def test_it_lets_nobody_stand_in_for_themselves(cast: Cast):
    post = cast.bob.posts.get()
    with pytest.raises(ValidationError):
        StandIn(post=post, user=cast.bob, starts=JANUARY, ends=JUNE).full_clean()
    StandIn(post=post, user=cast.hank, starts=JANUARY, ends=JUNE).full_clean()


def test_it_cannot_make_a_token_without_an_end(cast: Cast):
    assert refused(lambda: AccessToken.objects.create(user=cast.alice, name="for ever"))
    assert refused(lambda: AccessToken.objects.create(user=cast.alice, name="for ever", expiry=None))

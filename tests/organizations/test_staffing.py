"""Filling posts and covering absences: who may, whom, and what the trail says (art. 5, 9-11)."""

from datetime import date

import pytest
import time_machine

from audit.sentences import tell
from audit.trail import Entry
from organizations import staffing
from organizations.actors import Actor
from organizations.kinds import AdministratorKind, PostKind
from organizations.models import Post, StandIn, User
from refusals.tree import Invalid, NotFound
from tests.cast import PostFactory, UserFactory, seated

TODAY = date(2026, 11, 24)
WEEK = {"starts": TODAY, "ends": date(2026, 11, 30)}


@pytest.fixture(autouse=True)
def tuesday(db):
    with time_machine.travel("2026-11-24T02:00:00+08:00", tick=False):
        yield


@pytest.fixture
def ada(cast) -> Actor:
    """The administrator of the market authority."""
    return Actor.of(seated("ada", cast.market, PostKind.ADMINISTRATOR))


def post_of(user: User) -> Post:
    return Post.objects.select_related("organization", "user").get(user=user)


def codes(found: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    return [(error.field, error.code) for error in found.value.errors]


@pytest.mark.article("11")
def test_an_administrator_fills_a_post_and_the_trail_says_so(cast, ada):
    person = UserFactory(username="dora", name="朵拉")
    made = staffing.appoint(cast.market, actor=ada, kind=PostKind.REVIEWER, person=person, **WEEK)
    assert Actor.of(person).holds(PostKind.REVIEWER, cast.market.pk)
    entry = Entry.objects.latest("id")
    assert (entry.act, entry.person, entry.post, entry.tells) == (
        "organizations.give_post",
        "ada",
        "administrator",
        ["GX-MARKET"],
    )
    assert "朵拉" in tell(entry)
    assert (made.starts, made.ends) == (WEEK["starts"], WEEK["ends"])


def test_it_names_both_in_the_trail_of_a_stand_in(cast):
    hank, bob = cast.hank, cast.bob
    staffing.cover(post_of(bob), actor=Actor.of(bob), person=hank, **WEEK)
    sentence = tell(Entry.objects.latest("id"))
    assert hank.name in sentence
    assert bob.name in sentence
    assert (
        Actor.of(User.objects.get(pk=hank.pk)).holds(PostKind.REVIEWER, cast.market.pk).standing_in_for == bob
    )


@pytest.mark.parametrize(
    ("who", "refused"), [("hank", staffing.NotYourHouse), ("rita", NotFound), ("adam", NotFound)]
)
def test_nobody_else_fills_posts(cast, who, refused):
    with pytest.raises(refused):
        staffing.appoint(
            cast.market,
            actor=Actor.of(getattr(cast, who)),
            kind=PostKind.HANDLER,
            person=cast.cindy,
            **WEEK,
        )


def test_the_authority_s_administrator_serves_whoever_has_none(cast):
    boss = Actor.of(seated("boss", cast.bureau, PostKind.ADMINISTRATOR))
    assert cast.market in staffing.administered_by(boss)
    seated("ada", cast.market, PostKind.ADMINISTRATOR)
    assert cast.market not in staffing.administered_by(boss)
    assert cast.nanning_hr in staffing.administered_by(boss)


@pytest.mark.article("10")
def test_a_city_s_administrator_serves_before_the_bureau_s(cast):
    boss = Actor.of(seated("boss", cast.bureau, PostKind.ADMINISTRATOR))
    city = Actor.of(seated("nadia", cast.nanning, PostKind.ADMINISTRATOR))
    assert {cast.nanning, cast.nanning_hr, cast.binyang} <= set(staffing.administered_by(city))
    assert cast.nanning_hr not in staffing.administered_by(boss)
    assert cast.liuzhou not in staffing.administered_by(city)


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"starts": date(2026, 11, 23)}, "starts", "past"),
        ({"ends": date(2026, 11, 20)}, "ends", "out_of_order"),
        ({"who": "ada"}, "person", "oneself"),
        ({"who": "cindy"}, "person", "not_staff"),
    ],
)
def test_it_refuses_wrong_days_and_wrong_people(cast, ada, changed, field, code):
    person = ada.user if changed.get("who") == "ada" else getattr(cast, changed.get("who", "charlie"))
    days = WEEK | {name: day for name, day in changed.items() if name != "who"}
    with pytest.raises(Invalid) as refused:
        staffing.appoint(cast.market, actor=ada, kind=PostKind.REVIEWER, person=person, **days)
    assert codes(refused) == [(field, code)]


def test_a_stand_in_is_a_colleague_for_a_year_at_most(cast, ada):
    with pytest.raises(Invalid) as refused:
        staffing.cover(post_of(cast.bob), actor=ada, person=cast.rita, **WEEK)
    assert codes(refused) == [("person", "no_colleague")]
    with pytest.raises(Invalid) as refused:
        staffing.cover(post_of(cast.bob), actor=ada, person=cast.hank, starts=TODAY, ends=date(2028, 1, 1))
    assert codes(refused) == [("ends", "too_long")]


def test_two_do_not_stand_in_at_once(cast, ada):
    staffing.cover(post_of(cast.bob), actor=ada, person=cast.hank, **WEEK)
    with pytest.raises(Invalid):
        staffing.cover(post_of(cast.bob), actor=ada, person=cast.stella, **WEEK)


def test_a_stand_in_names_no_other_one(cast, ada):
    staffing.cover(post_of(cast.bob), actor=ada, person=cast.hank, **WEEK)
    hank = Actor.of(User.objects.get(pk=cast.hank.pk))
    with pytest.raises(staffing.NotYourHouse):
        staffing.cover(post_of(cast.bob), actor=hank, person=cast.stella, **WEEK)


def test_it_ends_at_once_and_not_twice(cast, ada):
    made = staffing.cover(post_of(cast.bob), actor=ada, person=cast.hank, **WEEK)
    with time_machine.travel("2026-11-26T02:00:00+08:00", tick=False):
        staffing.end(made, actor=ada)
        assert not Actor.of(User.objects.get(pk=cast.hank.pk)).holds(PostKind.REVIEWER, cast.market.pk)
        assert StandIn.objects.get(pk=made.pk).ends == date(2026, 11, 25)
        with pytest.raises(staffing.CoverIsOver):
            staffing.end(made, actor=ada)


def test_one_that_has_not_begun_is_taken_back(cast, ada):
    made = staffing.cover(post_of(cast.bob), actor=ada, person=cast.hank, **WEEK)
    staffing.end(made, actor=ada)
    assert not StandIn.objects.filter(pk=made.pk).exists()
    assert Entry.objects.latest("id").act == "organizations.end_stand_in"


def test_a_person_sees_whom_he_covers_and_who_covers_him(cast, ada):
    staffing.cover(post_of(cast.bob), actor=ada, person=cast.hank, **WEEK)
    assert [c.user for c in staffing.covers_of(cast.bob)] == [cast.hank]
    assert [c.post.user for c in staffing.covers_of(cast.hank)] == [cast.bob]
    assert list(staffing.covers_of(cast.rita)) == []


def test_administrators_of_the_portal_fill_no_posts(cast):
    for kind in (AdministratorKind.SYSTEM, AdministratorKind.SECURITY):
        person = UserFactory(administrator_kind=kind)
        assert not staffing.administered_by(Actor.of(person)).exists()
    assert PostFactory(user=cast.charlie, organization=cast.market).organization == cast.market

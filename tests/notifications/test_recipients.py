"""Whom an entry concerns: posts in force, stand-ins, who has to act; never who acted (art. 5, 9, 11)."""

from datetime import date

import pytest

from notifications import drain
from notifications.models import Notice
from organizations.kinds import PostKind
from organizations.models import Organization, Post, StandIn, User
from sharing.law import State
from tests.cast import PostFactory
from tests.notifications.acts import act, last_entry, told

TODAY = date(2026, 11, 23)


def test_it_tells_handlers_reviewers_and_supervisors(world):
    entry = act(tells=["GX-BUREAU", "GX-HR"])
    drain.store()
    assert told(entry) == ["alice", "betty", "boris", "rita", "sue"]


def test_it_tells_only_the_post_that_holds_the_new_duty(world):
    world.bring_to(State.PROVIDER_REVIEW)
    drain.store()
    assert told(last_entry("share_request.approve")) == ["alice", "bob", "rita"]
    entry = last_entry("share_request.approve")
    waits = Notice.objects.filter(asks=True, entry=entry, channel="portal")
    assert [(notice.recipient.username, notice.post) for notice in waits] == [("bob", PostKind.REVIEWER)]


def test_it_never_tells_who_acted(world):
    entry = act("share_request.look", by=world.cast.betty, tells=["GX-BUREAU"])
    drain.store()
    assert told(entry) == ["boris", "sue"]


def test_it_tells_a_stand_in_and_who_is_absent(world):
    post = Post.objects.get(user=world.cast.bob)
    StandIn.objects.create(post=post, user=world.cast.charlie, starts=TODAY, ends=TODAY)
    world.bring_to(State.PROVIDER_REVIEW)
    drain.store()
    entry = last_entry("share_request.approve")
    assert told(entry) == ["alice", "bob", "charlie", "rita"]
    assert Notice.objects.get(entry=entry, recipient=world.cast.charlie, channel="portal").asks


def test_it_forgets_stand_ins_whose_days_are_over(world, monday):
    post = Post.objects.get(user=world.cast.bob)
    StandIn.objects.create(post=post, user=world.cast.charlie, starts=TODAY, ends=TODAY)
    monday.move_to("2026-11-24T00:00:01+08:00")
    entry = act(tells=["GX-MARKET"])
    drain.store()
    assert "charlie" not in told(entry)


def test_it_tells_nobody_whose_post_has_ended_or_account_is_closed(world):
    Post.objects.filter(user=world.cast.betty).update(ends=date(2026, 11, 22))
    User.objects.filter(pk=world.cast.boris.pk).update(is_active=False)
    entry = act(tells=["GX-BUREAU"])
    drain.store()
    assert told(entry) == ["sue"]


def test_a_person_in_two_posts_is_told_once_in_the_one_that_has_to_act(world):
    PostFactory(user=world.cast.bob, organization=world.cast.market, kind=PostKind.HANDLER)
    PostFactory(user=world.cast.bob, organization=world.cast.hr, kind=PostKind.HANDLER)
    world.bring_to(State.PROVIDER_REVIEW)
    drain.store()
    mine = Notice.objects.filter(entry=last_entry("share_request.approve"), recipient=world.cast.bob)
    assert [(n.organization.code, n.post, n.asks) for n in mine.filter(channel="portal")] == [
        ("GX-MARKET", "reviewer", True)
    ]


@pytest.mark.parametrize("name", ["remind", "urge"])
def test_a_reminder_goes_to_the_post_that_holds_the_duty(world, name):
    case = world.bring_to(State.PROVIDER_REVIEW)
    entry = act(f"work_item.{name}", case=case.number, tells=["GX-MARKET"])
    drain.store()
    assert told(entry) == ["bob"]
    assert Notice.objects.filter(entry=entry, asks=True).count() == 2


@pytest.mark.article("9(1)")
def test_an_escalation_reaches_supervisors_also_where_the_duty_lies(world):
    case = world.bring_to(State.REPLY)
    entry = act("work_item.escalate", case=case.number, tells=["GX-BUREAU"])
    drain.store()
    assert told(entry) == ["betty", "boris", "sue"]
    assert Notice.objects.filter(entry=entry, asks=False).count() == 0


def test_an_act_may_name_the_posts_that_it_tells(world):
    posts = {"posts_told": ["supervisor", "no such post"]}
    entry = act("work_item.escalate", tells=["GX-BUREAU"], particulars=posts)
    drain.store()
    assert told(entry) == ["sue"]


@pytest.mark.article("20")
def test_a_steward_is_told_how_his_submission_goes_on(world):
    act("catalog.look", by=world.cast.stella, case="GX-CS-1")
    mine = act("catalog.refuse", case="GX-CS-1", tells=["GX-MARKET"])
    other = act("catalog.refuse", case="GX-CS-2", tells=["GX-MARKET"])
    drain.store()
    assert told(mine) == ["bob", "hank", "stella"]
    assert told(other) == ["bob", "hank"]


def test_administrators_are_told_where_nobody_holds_the_post(world):
    Post.objects.filter(organization=world.cast.edu).update(kind=PostKind.ADMINISTRATOR)
    entry = act(tells=["GX-EDU"])
    drain.store()
    assert told(entry) == ["charlie"]


def test_the_successor_is_told_for_an_organization_that_has_ended(world):
    edu = Organization.objects.get(pk=world.cast.edu.pk)
    edu.ends, edu.successor = date(2026, 11, 20), world.cast.hr
    edu.save()
    entry = act(tells=["GX-EDU"])
    drain.store()
    assert told(entry) == ["alice", "rita"]


def test_an_unknown_organization_is_told_nothing(world):
    entry = act(tells=["NOWHERE", "CN-MARKET"])
    drain.store()
    assert told(entry) == []


def test_an_entry_that_tells_nobody_waits_for_nobody(world):
    entry = act("share_request.look")
    assert list(entry.pending.values_list("purpose", flat=True)) == ["seal"]
    entry = act("share_request.look", tells=["GX-HR"])
    assert sorted(entry.pending.values_list("purpose", flat=True)) == ["notify", "seal"]

"""Users are told that a grant ends, ten working days before and afterwards, each once (art. 44)."""

from datetime import date

import pytest
import time_machine

from delivery.models import Grant, GrantStatus
from delivery.subscription.expiry import tell_of_ends
from delivery.subscription.tasks import tell_of_ends as task
from tests.delivery.factories import trail


def at(day):
    return time_machine.travel(f"{day}T00:40:00+08:00")


@pytest.mark.article("44")
def test_it_reminds_ten_working_days_before_and_tells_afterwards(world):
    grant = world.grant(ends=date(2026, 12, 18))
    for day, told in (("2026-12-03", 0), ("2026-12-04", 1), ("2026-12-05", 0), ("2026-12-18", 0)):
        with at(day):
            assert tell_of_ends()["reminded"] == told, day
    for day, told in (("2026-12-18", 0), ("2026-12-19", 1), ("2026-12-20", 0)):
        with at(day):
            assert tell_of_ends()["told"] == told, day
    (soon,), (over,) = trail("delivery.ends_soon"), trail("delivery.is_over")
    assert (soon.tells, soon.subject, soon.post) == (["GX-HR"], grant.number, "clock")
    assert over.particulars["posts_told"] == ["handler"]


def test_it_tells_again_when_the_last_day_was_moved(world):
    grant = world.grant(ends=date(2026, 11, 30))
    assert tell_of_ends()["reminded"] == 1
    Grant.objects.filter(pk=grant.pk).update(ends="2026-12-01")
    assert tell_of_ends()["reminded"] == 1


def test_it_says_nothing_of_grants_that_were_ended_or_are_being_renewed(world):
    ended, renewed = world.grant(ends=date(2026, 11, 30)), world.grant(ends=date(2026, 11, 30))
    Grant.objects.filter(pk=ended.pk).update(status=GrantStatus.ENDED)
    Grant.objects.filter(pk=renewed.pk).update(renewal=renewed.case)
    assert task() == {"reminded": 0, "told": 0}


def test_it_tells_of_a_suspended_grant_too(world):
    grant = world.grant(ends=date(2026, 11, 30))
    Grant.objects.filter(pk=grant.pk).update(status=GrantStatus.SUSPENDED)
    assert tell_of_ends()["reminded"] == 1

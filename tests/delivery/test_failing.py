"""Calls of a service that fail: a probe sooner, one notice after several, and an end to it (art. 47(5))."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from celery.signals import before_task_publish
from django.test import Client

from delivery.gateway import failing
from delivery.gateway import tasks as gateway_tasks
from delivery.models import ApiSource, Outage
from notifications import drain
from notifications.models import Notice
from tests.delivery.factories import trail
from tests.delivery.test_proxying import call, mounted, service, told
from workdays import clock

__all__ = ["mounted", "service"]


def fail(world, times: int = 1) -> None:
    for _call in range(times):
        assert call(world, "v1/error").status_code == 502


@pytest.mark.article("47(5)")
def test_it_tells_the_provider_once_after_several_in_a_row(world, mounted):
    fail(world, failing.MOST_FAILURES - 1)
    assert trail("delivery.calls_fail") == []
    fail(world, 3)
    (entry,) = trail("delivery.calls_fail")
    assert (entry.tells, entry.particulars["calls"]) == ([world.cast.market.code], 3)
    drain.store()
    people = Notice.objects.filter(entry=entry).values_list("recipient__username", flat=True)
    assert "stella" in people


def test_it_begins_anew_when_the_service_answers(world, mounted):
    fail(world, 2)
    told(call(world, "v1/list"))
    assert ApiSource.objects.get().failed_calls == 0
    fail(world, 2)
    assert trail("delivery.calls_fail") == []


def test_it_tells_again_on_another_day_at_most(world, mounted):
    fail(world, 3)
    told(call(world, "v1/list"))
    fail(world, 3)
    assert len(trail("delivery.calls_fail")) == 1
    with time_machine.travel(clock.now() + timedelta(days=1)):
        fail(world)
    assert len(trail("delivery.calls_fail")) == 2


@pytest.mark.parametrize("path", ["huge", "page", "away", "refused"])
def test_it_counts_no_answer_that_is_only_unusable(world, mounted, path):
    call(world, f"v1/{path}")
    assert ApiSource.objects.get().failed_calls == 0


def test_it_says_nothing_where_its_silence_was_told(world, mounted):
    Outage.objects.create(
        resource=mounted.resource, since=clock.now(), reason="too_slow", told_at=clock.now()
    )
    fail(world, 3)
    assert trail("delivery.calls_fail") == []


@pytest.fixture
def sent() -> Iterator[list[str]]:
    """The tasks that are sent to the worker."""
    names: list[str] = []

    def note(sender: str, **_told: object) -> None:
        names.append(sender)

    before_task_publish.connect(note)
    yield names
    before_task_publish.disconnect(note)


@pytest.mark.article("47(5)")
def test_it_has_the_service_probed_at_the_first_failure(
    world, mounted, sent, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        fail(world, 2)
    assert sent.count("delivery.probe_service") == 1
    assert gateway_tasks.probe_service(mounted.pk) == 0
    assert not Outage.objects.exists()


def test_it_costs_a_call_that_goes_well_no_statement(world, mounted, django_assert_num_queries):
    with django_assert_num_queries(0):
        failing.answered(mounted)


def test_it_shows_the_provider_that_calls_fail(world, mounted):
    fail(world, 2)
    client = Client(headers={"accept-language": "zh-CN"})
    client.force_login(world.cast.stella)
    assert "连续 2 次调用失败" in client.get(f"/delivery/supply/{mounted.resource.code}/").content.decode()

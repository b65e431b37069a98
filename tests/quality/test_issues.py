"""A fault is reported, corrected with a version or dismissed, accepted or reopened (art. 29(5), 40)."""

from datetime import date, timedelta

import pytest

from audit.trail import Entry
from delivery.models import Grant, Version
from delivery.supply.mounting import OPERATOR, mount
from notifications.models import Notice
from procedure.models import WorkItem
from procedure.sweep import sweep
from quality.law import IssueRoute, IssueState, route_of
from quality.models import QualityIssue
from tests.procedure.doors import plain
from tests.quality.conftest import reported, step
from tests.sharing.conftest import ROWS


@pytest.fixture
def grant(world, monday) -> Grant:
    """Alice's organization uses the data."""
    return Grant.objects.get(case=world.bring_to("granted"))


def corrected(world, resource) -> Version:
    mount(world.entry, iter(ROWS[:2]), OPERATOR)
    resource.refresh_from_db()
    assert resource.current is not None
    return resource.current


@pytest.mark.article("29(5)", "40")
@pytest.mark.parametrize(
    ("found", "reported_on", "uses", "route"),
    [
        (date(2026, 11, 20), date(2026, 11, 24), True, IssueRoute.IN_USE),  # Friday; the second working day
        (date(2026, 11, 20), date(2026, 11, 25), True, IssueRoute.DOUBT),
        (date(2026, 11, 23), date(2026, 11, 23), True, IssueRoute.IN_USE),
        (date(2026, 11, 23), date(2026, 11, 23), False, IssueRoute.DOUBT),
    ],
)
def test_it_stands_under_29_only_for_users_who_report_in_time(monday, found, reported_on, uses, route):
    assert route_of(found, reported_on, uses_the_data=uses) == route


@pytest.mark.article("29(5)")
def test_it_gives_the_provider_three_working_days_of_the_measures(world, resource, grant):
    issue = reported(world, resource)
    [item] = issue.open_items()
    assert (issue.route, issue.state) == ("in_use", IssueState.VERIFICATION)
    assert (item.holder, item.post, item.due) == (world.cast.market, "steward", date(2026, 11, 26))
    assert (item.article, item.source) == ("29(5)", "measures")
    assert issue.version_seen == resource.current


@pytest.mark.article("40")
def test_it_counts_by_our_own_term_for_others(world, resource):
    [item] = reported(world, resource).open_items()
    assert (item.article, item.source, item.due) == ("40", "ours", date(2026, 11, 26))


def test_it_is_the_same_through_both_doors(world, resource, door):
    answer = door(world.cast.alice).report(world.entry, resource=resource.code, fields=["regcap"])
    assert answer.status_code in {302, 201}, answer.content.decode()
    issue = QualityIssue.objects.get()
    assert (issue.resource, issue.fields, issue.fault) == (resource, ["regcap"], "accuracy")
    assert Entry.objects.of_case(issue.number).values_list("act", flat=True)[0] == "quality_issue.report"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"found_on": "2026-11-24"}, "found_on"),
        ({"found_on": "2025-01-01"}, "found_on"),
        ({"found_on": "昨天"}, "found_on"),
        ({"fault": "colour"}, "fault"),
        ({"fields": ["penalties"]}, "fields"),
        ({"resource": "GX-NONE"}, "resource"),
        ({"description": ""}, "description"),
        ({"description": "长" * 2001}, "description"),
    ],
)
def test_it_refuses_what_cannot_be_with_a_sentence_and_stores_nothing(world, resource, door, said, field):
    answer = door(world.cast.alice).report(world.entry, **said)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert f"id_{field}" in text or f'"field":"{field}"' in text
    assert not QualityIssue.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("stella", 403), ("bob", 403), ("cindy", 404), ("adam", 403)])
def test_it_is_not_for_the_provider_itself_nor_for_strangers(world, resource, who, status):
    from tests.quality.conftest import IssueRest

    answer = IssueRest(getattr(world.cast, who)).report(world.entry)
    assert answer.status_code in {status, 422, 403}
    assert not QualityIssue.objects.exists()


@pytest.mark.article("29(5)", "40")
def test_it_binds_a_correction_to_a_version_loaded_since(world, monday, resource, door):
    issue = reported(world, resource)
    old = resource.current.number
    steward = door(world.cast.stella)
    assert steward.take(issue, "correct", explanation="已更正", version=str(old)).status_code == 422
    assert steward.take(issue, "correct", explanation="已更正").status_code == 422
    monday.shift(timedelta(hours=2))
    version = corrected(world, resource)
    answer = steward.take(issue, "correct", explanation="已更正", version=str(version.number))
    assert answer.status_code == steward.done, answer.content.decode()
    issue = QualityIssue.objects.get()
    assert (issue.state, issue.corrected_by) == (IssueState.CONFIRMATION, version)


def test_it_needs_no_version_where_the_description_is_wrong(world, resource):
    issue = step(world, reported(world), "correct", "stella", explanation="说明已更正")
    assert issue.state == IssueState.CONFIRMATION
    assert [item.holder for item in issue.open_items()] == [world.cast.hr]


@pytest.mark.parametrize(
    ("answer", "said", "end"),
    [
        ("correct", {"explanation": "已更正"}, IssueState.RESOLVED),
        ("dismiss", {"ground": "correct", "explanation": "与登记档案一致"}, IssueState.DISMISSED),
    ],
)
def test_it_ends_as_it_was_answered_once_it_is_accepted(world, resource, answer, said, end):
    issue = step(world, reported(world), answer, "stella", **said)
    issue = step(world, issue, "accept_answer", "alice")
    assert (issue.state, issue.closed is not None) == (end, True)
    assert not WorkItem.objects.is_open().filter(case=issue).exists()


def test_it_starts_the_clock_afresh_when_it_is_reopened(world, monday, resource):
    issue = step(world, reported(world), "correct", "stella", explanation="已更正")
    monday.shift(timedelta(days=1))
    issue = step(world, issue, "reopen", "alice", reason="仍不一致")
    [item] = issue.open_items()
    assert (issue.state, issue.reopened, item.due) == (IssueState.VERIFICATION, 1, date(2026, 11, 27))
    told = Entry.objects.of_case(issue.number).order_by("-id")[0].tells
    assert told == ["GX-BUREAU", "GX-MARKET"]


@pytest.mark.parametrize(("days", "end"), [(7, IssueState.CONFIRMATION), (8, IssueState.RESOLVED)])
def test_it_closes_on_the_day_after_five_working_days_of_silence(world, monday, resource, days, end):
    issue = step(world, reported(world), "correct", "stella", explanation="已更正")
    monday.shift(timedelta(days=days))
    sweep()
    assert QualityIssue.objects.get(pk=issue.pk).state == end


def test_it_can_be_withdrawn_by_who_reported_it_only(world, resource, door):
    issue = reported(world)
    assert door(world.cast.charlie).take(issue, "withdraw", reason="误报").status_code == 404
    assert door(world.cast.stella).take(issue, "withdraw", reason="误报").status_code == 403
    answer = door(world.cast.alice).take(issue, "withdraw", reason="误报")
    assert answer.status_code in {200, 302}
    assert QualityIssue.objects.get().state == IssueState.WITHDRAWN


def test_it_tells_the_provider_at_once(world, resource):
    from notifications import drain

    reported(world)
    drain.store()
    readers = set(Notice.objects.values_list("recipient__username", flat=True))
    assert "stella" in readers


def test_it_shows_lists_and_case_to_those_concerned(world, resource):
    from tests.quality.conftest import IssuePages

    issue = reported(world, resource, fields=["regcap"])
    for who in ("alice", "stella", "betty"):
        client = IssuePages(getattr(world.cast, who)).client
        assert issue.number in client.get("/quality/issues/").content.decode()
        assert "注册资本" in client.get(f"/cases/{issue.number}/").content.decode()
    stranger = IssuePages(world.cast.charlie).client
    assert issue.number not in stranger.get("/quality/issues/").content.decode()
    assert stranger.get(f"/cases/{issue.number}/").status_code == 404
    assert plain(issue.particulars_for(world.actor("alice")))["resource"] == resource.code

"""The journeys of the demonstration: every route has one, and it ends as it is told (art. 28-31, 36)."""

from collections import Counter
from pathlib import Path

import pytest
from django.core.management import call_command

from delivery import engine
from demonstration.establish import establish
from demonstration.stories import journeys
from procedure.reminders import Escalation
from sharing.models import ShareRequest
from sharing.routes import Route
from workdays.models import Notice

ENDS = {"granted": 17, "refused": 3, "lapsed": 1, "awaiting_use": 1}


@pytest.fixture
def established(db, settings, tmp_path: Path):
    backend = "django.core.files.storage.FileSystemStorage"
    default = {"BACKEND": backend, "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {"default": default}
    yield establish()
    engine._pools.clear()


@pytest.mark.article("28", "29(1)", "30(1)", "31", "36", "6(1)")
def test_it_tells_a_story_of_every_route_that_ends_and_tells_them_once(established, capsys):
    assert established["requests"] == ShareRequest.objects.count() > len(journeys())
    assert set(ShareRequest.objects.values_list("route", flat=True)) == set(Route.values) - {Route.NEED}
    assert ShareRequest.objects.exclude(need="").exclude(entry=None).exists()
    ends = Counter(ShareRequest.objects.values_list("state", flat=True))
    assert ENDS.items() <= ends.items()
    assert ShareRequest.objects.exclude(feedback_used="").count() == 1
    assert ShareRequest.objects.exclude(bundle="").count() == 3
    assert "rent" not in ShareRequest.objects.get(fallen_fields=["rent"]).agreed_fields
    assert ShareRequest.objects.filter(requester__code="GX-REFORM", state="granted").exists()
    assert not any(establish().values())
    call_command("journey", "--route", "city_to_region")
    assert "[30(4)]" in capsys.readouterr().out


@pytest.mark.article("31")
def test_it_tells_a_story_by_a_procedure_of_the_city_s_own(established):
    assert established["procedures"] == 2
    own = ShareRequest.objects.get(system="柳州市特种设备安全监管系统")
    assert (own.laid_by.city, own.laid_by.version, own.state) == ("450200", 2, "granted")
    assert [item.stage for item in own.items] == ["provider_review", "reply"]


@pytest.mark.article("9", "10")
def test_it_tells_of_a_duty_that_is_overdue_up_to_the_top(established, capsys):
    call_command("journey", "--route", "overdue")
    told = capsys.readouterr().out
    assert [word in told for word in ("系统日历提醒", "逾期报告", "逾期升级")] == [True] * 3
    kept = ShareRequest.objects.get(system="体育赛事管理系统", state="granted")
    levels = Escalation.objects.filter(item__case=kept.pk).order_by("level").values_list("level", flat=True)
    assert list(levels) == [0, 1, 2]


def test_it_tells_of_a_holiday_whose_notice_comes_late_and_keeps_nothing_of_it(established, capsys):
    before = Notice.objects.count(), ShareRequest.objects.count()
    call_command("journey", "--route", "late_holiday")
    told = capsys.readouterr().out
    assert "2027-04-14 → 2027-04-16" in told
    assert "壮族三月三" in told
    assert (Notice.objects.count(), ShareRequest.objects.count()) == before

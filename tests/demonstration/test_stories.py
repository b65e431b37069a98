"""The journeys of the demonstration: every route has one, and it ends as it is told (art. 28-31, 36)."""

from collections import Counter

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.utils import translation

from delivery import engine
from demonstration.establish import establish
from demonstration.stories import journeys
from procedure.reminders import Escalation
from sharing.models import ShareRequest
from sharing.routes import Route
from workdays.models import Notice

ENDS = {"granted": 17, "refused": 3, "lapsed": 1, "awaiting_use": 1}


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker, tmp_path_factory: pytest.TempPathFactory):
    """The demonstration, set up once for all tests of this file, and undone after the last."""
    backend = "django.core.files.storage.FileSystemStorage"
    default = {"BACKEND": backend, "OPTIONS": {"location": str(tmp_path_factory.mktemp("stored"))}}
    with django_db_blocker.unblock(), override_settings(STORAGES=settings.STORAGES | {"default": default}):
        with transaction.atomic(), translation.override("zh-hans"):
            yield establish()
            transaction.set_rollback(True)
        engine._pools.clear()


@pytest.fixture
def established(told: dict[str, int], db: None) -> dict[str, int]:
    return told


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
    said = capsys.readouterr().out
    assert [word in said for word in ("系统日历提醒", "逾期报告", "逾期升级")] == [True] * 3
    kept = ShareRequest.objects.get(system="体育赛事管理系统", state="granted")
    levels = Escalation.objects.filter(item__case=kept.pk).order_by("level").values_list("level", flat=True)
    assert list(levels) == [0, 1, 2]


def test_it_tells_of_a_holiday_whose_notice_comes_late_and_keeps_nothing_of_it(established, capsys):
    before = Notice.objects.count(), ShareRequest.objects.count()
    call_command("journey", "--route", "late_holiday")
    said = capsys.readouterr().out
    assert "2027-04-14 → 2027-04-16" in said
    assert "壮族三月三" in said
    assert (Notice.objects.count(), ShareRequest.objects.count()) == before

"""Liuzhou's own procedure of the demonstration: written at first, shortened later (art. 31)."""

from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.db import transaction

from demonstration.telling import actor
from organizations.models import Division
from procedure.particulars import from_json
from rulemaking.forms import ProcedureForm
from rulemaking.making import enact
from rulemaking.models import CityProcedure
from workdays import calendar, clock

LIUZHOU = "450200"
AUTHOR = "liuzhou.authority"
MORNING = time(9, 0)
SHORTENED_AGO = 30
FIRST: dict[str, Any] = {
    "title": "柳州市政务数据共享办理程序",
    "document": "柳数发〔2026〕1号",
    "reason": "市内申请不再逐件初审，由提供部门直接审核，市大数据发展局统一反馈。",
    "provider_review_days": 3,
    "reply_days": 1,
    "draft_days": 20,
}
SECOND = FIRST | {
    "document": "柳数发〔2026〕9号",
    "reason": "审核时限压缩为 2 个工作日；向自治区部门申请的，由本局先行审查。",
    "provider_review_days": 2,
    "region_review_days": 1,
}


@transaction.atomic
def establish() -> int:
    """Publish both versions, each in force on its day; nothing when the city has one already."""
    if CityProcedure.objects.of_city(LIUZHOU).published().exists():
        return 0
    began = date.fromisoformat(settings.MEASURES_IN_FORCE)
    shortened = max(began, calendar.current().add(clock.today(), -SHORTENED_AGO))
    for number, (day, typed) in enumerate([(began, FIRST), (shortened, SECOND)]):
        _publish(day, typed | {"replaces": number, "from_today": True})
    return 2


def _publish(day: date, typed: dict[str, Any]) -> None:
    city = Division.objects.get(pk=LIUZHOU)
    with clock.at(datetime.combine(day, MORNING, tzinfo=clock.SHANGHAI)):
        given = from_json(ProcedureForm, typed, origin=city).cleaned()
        enact(city, actor=actor(AUTHOR), given=given)

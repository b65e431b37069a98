"""Faults reported and an update called for, so that no page of data quality is empty (art. 29, 39, 40)."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from catalog.models import Entry
from delivery.models import Resource
from demonstration.city_stories import ENTERPRISES
from demonstration.journeys import Move, as_sent, morning, moved, opened
from demonstration.telling import actor
from quality.events import record_event
from quality.law import Cause
from quality.models import QualityIssue, UpdateDuty
from workdays import calendar, clock

AIR = "设区市空气质量日报"
REPORTED: dict[str, Any] = {
    "entry": AIR,
    "fault": "conformity",
    "description": "目录未注明首要污染物为空时的含义，无法区分“无首要污染物”和“缺测”。",
}
ANSWERS = (
    Move("correct", "eco.steward", 2, {"explanation": "已在目录说明中注明：空值表示当日无首要污染物。"}),
    Move("accept_answer", "health.handler", 1),
)
SEEN: dict[str, Any] = {
    "fault": "accuracy",
    "fields": ["enttype"],
    "description": "3 家已变更为股份有限公司的企业，企业类型仍为有限责任公司，见企业参保登记核验记录。",
}
SINCE = 5
"""Working days for which the corrected fault has been known."""


@transaction.atomic
def establish() -> int:
    """One fault is corrected, one waits, one update is due; each only when it is not there already."""
    return _corrected() + _waits() + _due()


def _is_there(said: Mapping[str, Any]) -> bool:
    return QualityIssue.objects.filter(description=said["description"]).exists()


def _corrected() -> int:
    """A doubt about a description (40), answered and accepted."""
    if _is_there(REPORTED):
        return 0
    days = calendar.current()
    today = days.add(clock.today(), -SINCE)
    with clock.at(morning(today)):
        found = {"found_on": today.isoformat()}
        case = opened(QualityIssue, as_sent(REPORTED | found), "health.handler")
    for move in ANSWERS:
        today = days.add(today, move.after)
        with clock.at(morning(today)):
            case = moved(case, move)
    return 1


def _waits() -> int:
    """A fault in the data, found in use and reported in time (29(5)); the provider has to look into it."""
    if _is_there(SEEN):
        return 0
    resource = Resource.objects.select_related("entry").get(entry__current__name=ENTERPRISES)
    named = {"entry": str(resource.entry.code), "resource": str(resource.code)}
    opened(QualityIssue, SEEN | named | {"found_on": clock.today().isoformat()}, "hr.handler")
    return 1


def _due() -> int:
    """Functions changed three working days ago; fifteen are given from that day (39)."""
    if UpdateDuty.objects.exists():
        return 0
    changed = calendar.current().add(clock.today(), -3)
    _event, called = record_event(
        actor("bureau.reviewer"),
        cause=Cause.FUNCTION,
        title="企业登记管辖分工调整",
        document=f"桂编办〔{changed.year}〕33号",
        happened_on=changed,
        content="按调整后的管辖分工更新“登记机关”。",
        entries=list(Entry.objects.published().filter(current__name=ENTERPRISES)),
    )
    return len([one for one in called if one.duty])

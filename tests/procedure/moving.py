"""Duties that cross the days of a notice, and the people who enter it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from audit.trail import Snapshot
from organizations.models import Organization
from procedure.models import WorkItem
from sharing.models import ShareRequest
from workdays import calendar
from workdays.clock import SHANGHAI
from workdays.counting import Mark
from workdays.models import CalendarVersion, Change, Day, Notice
from workdays.notices import enter

BETTY = Snapshot(person="betty", person_name="Betty", organization="GX-BUREAU", post="reviewer")
OFF, WORKED = Mark(working=False, name="三月三"), Mark(working=True, name="三月三")


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI)


def without_guangxi(year: int) -> dict[date, Mark]:
    """The portal before Guangxi's notice of that year was known; what it says."""
    found = Notice.objects.get(authority="guangxi", year=year)
    days = {day.date: Mark(working=day.working, name=day.name) for day in found.days.all()}
    Day.objects.filter(notice=found).delete()
    found.delete()
    CalendarVersion.objects.bump()
    return days


def sanyuesan(year: int, days: dict[date, Mark], number: str = "桂政办发〔1〕号") -> Notice:
    title = f"关于{year}年壮族三月三放假的通知"
    notice = Notice(authority="guangxi", year=year, number=number, title=title, source="公报")
    return enter(notice, days, actor=BETTY)


def change() -> Change:
    return Change.objects.latest("version")


def requests(example: ShareRequest, count: int) -> list[ShareRequest]:
    """So many requests like this one, straight into the tables."""
    made = []
    for number in range(count):
        values = {f.attname: getattr(example, f.attname) for f in example._meta.concrete_fields}
        copy = ShareRequest(**values | {"id": None, "case_ptr_id": None, "number": f"GX-SR-2000-{number:06}"})
        copy._state.adding = True
        copy.save(force_insert=True)
        made.append(copy)
    return made


def duty(case: ShareRequest, holder: Organization, received: date, days: int, **given: object) -> WorkItem:
    """A duty that is not stored, with the dates of the calendar in force."""
    unit = str(given.get("unit", "working"))
    due = calendar.current().due(received, days, unit)
    dates = {"due": due.date, "provisional": due.provisional, "escalate_on": due.date + timedelta(days=1)}
    fixed = {"stage": "provider_review", "post": "reviewer", "article": "29(3)", "source": "measures"}
    term = {"received": received, "opened": noon(received), "days": days, "unit": unit, "remind_on": due.date}
    return WorkItem(case=case, holder=holder, **fixed | term | dates | given)


def dues(items: Iterable[WorkItem]) -> dict[int, date]:
    rows = WorkItem.objects.filter(pk__in=[item.pk for item in items])
    return dict(rows.values_list("pk", "due"))


def naive(item: WorkItem, marks: dict[date, bool]) -> date:
    """The due date as a clerk finds it on a wall calendar."""
    day, left = item.received, item.days or 0
    while left:
        day += timedelta(days=1)
        worked = marks.get(day, day.weekday() < 5)
        left -= worked if item.unit == "working" else 1
    while not marks.get(day, day.weekday() < 5):
        day += timedelta(days=1)
    return day

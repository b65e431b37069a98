"""Entering a notice: the one way in which the calendar changes while the portal runs."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from audit.trail import Snapshot, record
from refusals.tree import Conflict, FieldError, Invalid
from workdays.counting import Mark
from workdays.models import CalendarVersion, Day, Notice


@transaction.atomic
def enter(notice: Notice, days: Mapping[date, Mark], *, actor: Snapshot) -> Notice:
    """Stores an unsaved notice with its days; every process counts by it from its next call on.

    Raises Conflict when it was entered before, Invalid when a day lies outside its year (a national notice
    may reach into the December before).
    """
    _check(notice, days)
    CalendarVersion.objects.bump()
    if Notice.objects.filter(authority=notice.authority, year=notice.year, number=notice.number).exists():
        raise Conflict(_("This notice has been entered already. Look it up in the list of notices."))
    notice.entered_by = actor.person_name or actor.person
    notice.save(force_insert=True)
    Day.objects.bulk_create(
        Day(notice=notice, date=day, working=mark.working, name=mark.name)
        for day, mark in sorted(days.items())
    )
    _tell(notice, days, actor)
    return notice


def _check(notice: Notice, days: Mapping[date, Mark]) -> None:
    first, last = date(notice.year - 1, 12, 1), date(notice.year, 12, 31)
    if any(not first <= day <= last for day in days):
        sentence = _("Every day of a notice lies in its year, or in the December before.")
        raise Invalid([FieldError("days", "outside_year", sentence)])


def _tell(notice: Notice, days: Mapping[date, Mark], actor: Snapshot) -> None:
    record(
        "workdays.enter_notice",
        actor=actor,
        subject=f"{notice.authority}-{notice.year}",
        particulars={
            "title": notice.title,
            "number": notice.number,
            "source": notice.source,
            "days": {day.isoformat(): mark.working for day, mark in sorted(days.items())},
        },
    )

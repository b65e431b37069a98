"""Entering a notice or its correction: how the calendar changes while the portal runs."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from audit.trail import Snapshot, record
from refusals.tree import Conflict, FieldError, Invalid
from workdays.calendar import Calendar, as_entered, current
from workdays.counting import Mark
from workdays.models import CalendarVersion, Change, Day, Notice, Outage

Days = Mapping[date, Mark]


@transaction.atomic
def enter(notice: Notice, days: Days, *, actor: Snapshot) -> Notice:
    """Stores an unsaved notice with its days; every process counts by it from its next call on.

    A notice that `replaces` another is its correction. The same notice again changes nothing: the stored one
    is returned. Raises Conflict when it was entered with other days, or when its edition has been corrected
    already; Invalid when a day lies outside its year (a national notice may reach into the December before).
    """
    _check(notice, days)
    CalendarVersion.objects.hold()
    stored = _same(notice, days)
    if stored is not None:
        return stored
    before = current()
    notice.edition = _next_edition(notice)
    notice.entered_by = actor.person_name or actor.person
    notice.save(force_insert=True)
    Day.objects.bulk_create(
        Day(notice=notice, date=day, working=mark.working, name=mark.name)
        for day, mark in sorted(days.items())
    )
    changed(before, actor=actor, notice=notice)
    _tell(notice, days, actor)
    return notice


def changed(
    before: Calendar, *, actor: Snapshot, notice: Notice | None = None, outage: Outage | None = None
) -> Change:
    """A new version of the calendar; it turns the dates that differ now, or those of the outage."""
    version = CalendarVersion.objects.bump()
    turned = (outage.starts, outage.ends) if outage else before.differing(as_entered())
    return Change.objects.create(
        version=version,
        notice=notice,
        outage=outage,
        first=turned[0] if turned else None,
        last=turned[-1] if turned else None,
        by=asdict(actor),
    )


def days_of(notice: Notice) -> dict[date, Mark]:
    """The days of a stored notice."""
    return {day.date: Mark(working=day.working, name=day.name) for day in notice.days.all()}


def _check(notice: Notice, days: Days) -> None:
    if outside(notice.year, days):
        sentence = _("Every day of a notice lies in its year, or in the December before.")
        raise Invalid([FieldError("days", "outside_year", sentence)])


def outside(year: int, days: Days) -> list[date]:
    """The days that a notice of that year cannot name."""
    first, last = date(year - 1, 12, 1), date(year, 12, 31)
    return sorted(day for day in days if not first <= day <= last)


def _same(notice: Notice, days: Days) -> Notice | None:
    """The stored notice that says the same; Conflict when one of that number says something else."""
    if notice.replaces is not None:
        return _uncorrected(notice, notice.replaces, days)
    stored = Notice.objects.in_force().named(notice).first()
    if stored is None or _turns(days_of(stored)) == _turns(days):
        return stored
    raise Conflict(_("This notice has been entered already. Look it up in the list of notices."))


def _uncorrected(notice: Notice, old: Notice, days: Days) -> Notice | None:
    """The edition itself when nothing is corrected; Conflict when it is not the newest one any more."""
    newer = Notice.objects.filter(replaces=old).first()
    if newer is not None:
        if _says(newer, days_of(newer)) == _says(notice, days):
            return newer
        raise Conflict(_("This notice has been corrected already. Open the newest edition and correct that."))
    if Notice.objects.in_force().named(notice).exclude(pk=old.pk).exists():
        raise Conflict(_("Another notice of this year has that number. Look it up in the list of notices."))
    return old if _says(old, days_of(old)) == _says(notice, days) else None


def _turns(days: Days) -> dict[date, bool]:
    return {day: mark.working for day, mark in days.items()}


def _says(notice: Notice, days: Days) -> tuple[object, ...]:
    return notice.number, notice.title, notice.source, dict(days)


def _next_edition(notice: Notice) -> int:
    return (Notice.objects.named(notice).aggregate(last=Max("edition"))["last"] or 0) + 1


def _tell(notice: Notice, days: Days, actor: Snapshot) -> None:
    old = notice.replaces
    record(
        "workdays.correct_notice" if old else "workdays.enter_notice",
        actor=actor,
        subject=f"{notice.authority}-{notice.year}",
        before=_content(old, days_of(old)) if old else None,
        particulars=_content(notice, days),
    )


def _content(notice: Notice, days: Days) -> dict[str, object]:
    return {
        "title": notice.title,
        "number": notice.number,
        "source": notice.source,
        "edition": notice.edition,
        "days": {day.isoformat(): mark.working for day, mark in sorted(days.items())},
    }

"""Notices that say which days are worked, their days, and the version of the calendar they make."""

import uuid

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workdays.clock import now

FIRST_YEAR, LAST_YEAR = 2000, 2100


class Authority(models.TextChoices):
    """Who says so. A closure overrides Guangxi's notice, and that the national one."""

    NATIONAL = "national", _("State Council")
    GUANGXI = "guangxi", _("Guangxi region government")
    CLOSURE = "closure", _("Ordered closure")


class Notice(models.Model):
    """One arrangement, as announced. Entered once and never edited; a later notice overrides it."""

    authority = models.CharField(
        pgettext_lazy("calendar", "authority"), max_length=10, choices=Authority.choices
    )
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.CharField(_("document number"), max_length=60, blank=True)
    title = models.CharField(_("title"), max_length=200)
    source = models.TextField(pgettext_lazy("calendar", "source"))
    overlay_unknown = models.BooleanField(_("no overlay known"), default=False)
    entered_at = models.DateTimeField(_("entered at"), default=now)
    entered_by = models.CharField(_("entered by"), max_length=200)

    class Meta:
        verbose_name = _("calendar notice")
        verbose_name_plural = _("calendar notices")
        ordering = ("-year", "authority", "pk")
        constraints = (
            models.UniqueConstraint(fields=("authority", "year", "number"), name="notice_once"),
            models.CheckConstraint(
                condition=Q(authority__in=Authority.values), name="notice_authority_known"
            ),
            models.CheckConstraint(
                condition=Q(year__range=(FIRST_YEAR, LAST_YEAR)), name="notice_year_plausible"
            ),
            models.CheckConstraint(
                condition=Q(overlay_unknown=False) | Q(authority=Authority.GUANGXI),
                name="notice_only_guangxi_overlay_unknown",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} {self.number}".strip()


class DayQuerySet(models.QuerySet["Day"]):
    """The days of all notices, laid over each other."""

    def weighed(self) -> "DayQuerySet":
        """The weaker first: national, Guangxi, closures; within one authority the earlier entered first."""
        weight = Case(
            When(notice__authority=Authority.NATIONAL, then=Value(0)),
            When(notice__authority=Authority.GUANGXI, then=Value(1)),
            default=Value(2),
            output_field=models.SmallIntegerField(),
        )
        return self.order_by(weight, "notice_id")


class Day(models.Model):
    """One date of a notice, and whether it is worked."""

    notice = models.ForeignKey(
        Notice,
        verbose_name=pgettext_lazy("calendar", "notice"),
        on_delete=models.PROTECT,
        related_name="days",
    )
    date = models.DateField(pgettext_lazy("calendar", "date"))
    working = models.BooleanField(pgettext_lazy("calendar", "worked"))
    name = models.CharField(pgettext_lazy("calendar", "name"), max_length=100, blank=True)

    objects = DayQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("calendar", "day")
        verbose_name_plural = pgettext_lazy("calendar", "days")
        ordering = ("date",)
        constraints = (models.UniqueConstraint(fields=("notice", "date"), name="day_once_in_notice"),)

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.name}".strip()


class CalendarVersionQuerySet(models.QuerySet["CalendarVersion"]):
    """The one row that says whether a calendar in memory is still the one stored."""

    def stamp(self) -> tuple[int, uuid.UUID]:
        """Number and stamp of the version in force; raises DoesNotExist before the first migration."""
        return self.values_list("number", "stamp").get()

    def bump(self) -> None:
        """The calendar has changed. Locks the row until the transaction ends, so that entries queue up."""
        if not self.update(number=F("number") + 1, stamp=uuid.uuid4(), changed_at=now()):
            self.create(number=1)


class CalendarVersion(models.Model):
    """One row. The number only grows; the stamp tells a number rolled back from the same used anew."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveIntegerField(pgettext_lazy("calendar", "version"))
    stamp = models.UUIDField(default=uuid.uuid4)
    changed_at = models.DateTimeField(_("changed at"), default=now)

    objects = CalendarVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar version")
        verbose_name_plural = _("calendar versions")
        constraints = (models.CheckConstraint(condition=Q(id=1), name="calendar_version_one_row"),)

    def __str__(self) -> str:
        return str(self.number)

"""Notices and outages, the version of the calendar they make, and how far due dates have followed it."""

import uuid

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.models import Division, Organization
from workdays.clock import now

FIRST_YEAR, LAST_YEAR = 2000, 2100


class Authority(models.TextChoices):
    """Who says so. A closure overrides Guangxi's notice, and that the national one."""

    NATIONAL = "national", _("State Council")
    GUANGXI = "guangxi", _("Guangxi region government")
    CLOSURE = "closure", _("Ordered closure")


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices and their corrections."""

    def in_force(self) -> "NoticeQuerySet":
        """The newest edition of each."""
        return self.filter(replaced_by__isnull=True)

    def named(self, notice: "Notice") -> "NoticeQuerySet":
        """Every edition of the notice of that authority, year and number."""
        return self.filter(authority=notice.authority, year=notice.year, number=notice.number)


class Notice(models.Model):
    """One arrangement, as announced. Never edited: a correction is a new edition that replaces it."""

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
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    replaces = models.OneToOneField(
        "self",
        verbose_name=_("replaces"),
        on_delete=models.PROTECT,
        related_name="replaced_by",
        null=True,
        blank=True,
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar notice")
        verbose_name_plural = _("calendar notices")
        ordering = ("-year", "authority", "pk")
        constraints = (
            models.UniqueConstraint(fields=("authority", "year", "number", "edition"), name="notice_once"),
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

    @property
    def is_in_force(self) -> bool:
        """Has no correction replaced it?"""
        return not hasattr(self, "replaced_by")


class DayQuerySet(models.QuerySet["Day"]):
    """The days of all notices, laid over each other."""

    def weighed(self) -> "DayQuerySet":
        """Of notices in force, the weaker first: national, Guangxi, closures; then the earlier entered."""
        weight = Case(
            When(notice__authority=Authority.NATIONAL, then=Value(0)),
            When(notice__authority=Authority.GUANGXI, then=Value(1)),
            default=Value(2),
            output_field=models.SmallIntegerField(),
        )
        return self.filter(notice__replaced_by__isnull=True).order_by(weight, "notice_id")


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

    def bump(self) -> int:
        """The calendar has changed. Locks the row until the transaction ends, so that entries queue up."""
        if not self.update(number=F("number") + 1, stamp=uuid.uuid4(), changed_at=now()):
            self.create(number=1)
        return self.values_list("number", flat=True).get()

    def hold(self) -> int:
        """The version in force, which nobody can change until the transaction ends."""
        return self.select_for_update(no_key=True).values_list("number", flat=True).get()


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


class Outage(models.Model):
    """A city platform that was down, both days included: no due date of its city ends while it is."""

    division = models.ForeignKey(
        Division,
        verbose_name=pgettext_lazy("outage", "city"),
        on_delete=models.PROTECT,
        related_name="outages",
    )
    starts = models.DateField(pgettext_lazy("outage", "first day"))
    ends = models.DateField(pgettext_lazy("outage", "last day"))
    number = models.CharField(_("document number"), max_length=60, blank=True)
    reason = models.CharField(pgettext_lazy("outage", "reason"), max_length=200)
    source = models.TextField(pgettext_lazy("calendar", "source"))
    entered_at = models.DateTimeField(_("entered at"), default=now)
    entered_by = models.CharField(_("entered by"), max_length=200)

    class Meta:
        verbose_name = _("platform outage")
        verbose_name_plural = _("platform outages")
        ordering = ("-starts", "division")
        constraints = (
            models.UniqueConstraint(fields=("division", "starts", "ends"), name="outage_once"),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="outage_days_in_order"),
        )

    def __str__(self) -> str:
        return f"{self.division_id} {self.starts} {self.ends}"


class Change(models.Model):
    """One change of the calendar: by what, by whom; finished when due dates have followed.

    `first` and `last` are the outermost dates that it turned, or none; `by` is the snapshot of who acted.
    """

    version = models.PositiveIntegerField(pgettext_lazy("calendar", "version"), unique=True)
    notice = models.ForeignKey(Notice, models.PROTECT, null=True, related_name="changes")
    outage = models.ForeignKey(Outage, models.PROTECT, null=True, related_name="changes")
    first = models.DateField(null=True)
    last = models.DateField(null=True)
    by = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    entered_at = models.DateTimeField(_("entered at"), default=now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("version",)
        indexes = (
            models.Index(fields=("version",), condition=Q(finished_at=None), name="change_unfinished"),
        )

    def __str__(self) -> str:
        return str(self.version)

    @property
    def words(self) -> str:
        """The notice or the outage as the trail names it."""
        if self.outage:
            return f"{self.outage.division} {self.outage.reason}".strip()
        return str(self.notice)

    @property
    def number(self) -> str:
        """The document number of what caused it."""
        caused = self.outage or self.notice
        return caused.number if caused else ""


class ConcernedQuerySet(models.QuerySet["Concerned"]):
    """How many duties of whom have moved."""

    def count_in(self, change: Change, holder_id: int, *, moved: int, annulled: int) -> None:
        """Add to what is counted; in one statement, so that two workers never lose a count."""
        with connection.cursor() as cursor:
            cursor.execute(_COUNT_IN, [change.pk, holder_id, moved, annulled])

    def untold(self) -> "ConcernedQuerySet":
        """With something that their holders have not been told of."""
        return self.filter(Q(moved__gt=F("moved_told")) | Q(annulled__gt=F("annulled_told")))


class Concerned(models.Model):
    """A holder whose duties a change has moved: how many, and of how many of them he has been told."""

    change = models.ForeignKey(Change, models.PROTECT, related_name="concerned")
    holder = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    moved = models.PositiveIntegerField(default=0)
    annulled = models.PositiveIntegerField(default=0)
    moved_told = models.PositiveIntegerField(default=0)
    annulled_told = models.PositiveIntegerField(default=0)

    objects = ConcernedQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("change", "holder"), name="concerned_once"),)

    def __str__(self) -> str:
        return f"{self.change_id} {self.holder_id}"


_COUNT_IN = """
    INSERT INTO workdays_concerned (change_id, holder_id, moved, annulled, moved_told, annulled_told)
    VALUES (%s, %s, %s, %s, 0, 0)
    ON CONFLICT (change_id, holder_id) DO UPDATE SET
        moved = workdays_concerned.moved + EXCLUDED.moved,
        annulled = workdays_concerned.annulled + EXCLUDED.annulled
"""

"""What was said of a duty near or past its due date: reminders, escalations, urgings (art. 9, 10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization
from workdays import clock

if TYPE_CHECKING:
    from procedure.models import WorkItem  # noqa: F401 - names a related model in strings


class Level(models.IntegerChoices):
    """To whom a duty is reported, from the holder up; nobody of them decides for the holder."""

    UNATTENDED = -1, _("nobody holds the post")
    HOLDER = 0, _("the holder, one working day before")
    AUTHORITY = 1, _("the holder's authority")
    TOP = 2, _("the Bureau, or its supervisors")


class EscalationQuerySet(models.QuerySet["Escalation"]):
    def standing(self) -> Self:
        """Those that were not annulled."""
        return self.filter(annulled=None)


class Escalation(models.Model):
    """One reminder or escalation: one at most stands for each item and level; annulled ones are kept.

    `due` is the date that it was about: what was annulled comes back only past a later date.
    """

    item = models.ForeignKey("procedure.WorkItem", models.PROTECT, related_name="escalations")
    level = models.SmallIntegerField(choices=Level.choices)
    addressee = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    due = models.DateField(null=True)
    at = models.DateTimeField()
    annulled = models.DateTimeField(null=True)
    annulled_because = models.CharField(max_length=500, blank=True)

    objects = EscalationQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("escalation")
        verbose_name_plural = _("escalations")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "level"], condition=Q(annulled=None), name="one_escalation_an_item_and_level"
            ),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="escalation_level"),
            models.CheckConstraint(
                condition=Q(annulled=None, annulled_because="")
                | (Q(annulled__isnull=False) & ~Q(annulled_because="")),
                name="annulled_escalations_say_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.level}"


class Urging(models.Model):
    """A supervisor's reminder in his own words: once a day for each item and person."""

    item = models.ForeignKey("procedure.WorkItem", models.PROTECT, related_name="urgings", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on = models.DateField()
    sentence = models.CharField(max_length=500)

    class Meta:
        default_permissions = ()
        verbose_name = _("urging")
        verbose_name_plural = _("urgings")
        constraints = [
            models.UniqueConstraint(fields=["item", "person", "on"], name="one_urging_a_day_and_person")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.on}"


def told_of(item: str = "pk") -> ArraySubquery:
    """What was said of each work item: `level`, `at`, the addressee's names; lowest level first."""
    rows = Escalation.objects.standing().filter(item=OuterRef(item)).order_by("level")
    names: dict[str, Any] = {name: F(f"addressee__{name}") for name in ("name", "short_name", "name_en")}
    return ArraySubquery(rows.values(json=JSONObject(level="level", at="at", **names)))


@dataclass(frozen=True)
class Said:
    """One reminder or escalation as a list shows it: how high, on which day in Asia/Shanghai, and to whom."""

    level: int
    on: date
    label: str

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> "Said":
        """From what `told_of` answers."""
        at = datetime.fromisoformat(told["at"]).astimezone(clock.SHANGHAI)
        names = {name: told[name] for name in ("name", "short_name", "name_en")}
        return cls(told["level"], at.date(), Organization(**names).label)

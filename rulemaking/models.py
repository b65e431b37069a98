"""The versions of a city's procedure, and the one draft that is being written (art. 10, 31)."""

from datetime import date, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.models import Division
from procedure.models import RuleSet
from procedure.rulebook import RuleBook
from procedure.rules import book_of, shipped_measures
from rulemaking.arrangement import Arrangement
from rulemaking.querysets import CityProcedureQuerySet
from workdays import clock

ONE_DAY = timedelta(days=1)


class CityProcedure(models.Model):
    """A version in force from a day on, numbered within its city; a draft has no number yet.

    A version without a rule set repeals the one before: the default procedure holds again. A published row
    never changes, except that one that is not in force yet may be recalled, and that `rules` follows when the
    Measures themselves change (see `making.lay_over_the_shipped_set`).
    """

    city = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name=_("city"))
    number = models.PositiveSmallIntegerField(_("version"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=100, blank=True)
    document = models.CharField(_("document number"), max_length=100, blank=True)
    reason = models.CharField(_("what changes, and why"), max_length=500, blank=True)
    arrangement = models.JSONField(_("arrangement"), default=dict)
    in_force = models.DateField(_("in force from"), null=True, blank=True)
    rules = models.ForeignKey(RuleSet, models.PROTECT, null=True, blank=True, related_name="+")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("written at"))
    revision = models.PositiveIntegerField(default=1)
    recalled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recalled_at = models.DateTimeField(_("recalled at"), null=True, blank=True)

    objects: ClassVar[Any] = CityProcedureQuerySet.as_manager()

    class Meta:
        ordering = ["city_id", "-number"]
        verbose_name = _("city procedure")
        verbose_name_plural = _("city procedures")
        constraints = [
            models.UniqueConstraint(fields=["city", "number"], name="one_version_a_number"),
            models.UniqueConstraint(
                fields=["city"], condition=Q(number=None), name="one_draft_of_a_procedure_a_city"
            ),
            models.CheckConstraint(
                condition=Q(number=None, rules=None, recalled_at=None)
                | (Q(number__gte=1, in_force__isnull=False) & ~Q(title="")),
                name="published_procedures_are_dated",
            ),
            models.CheckConstraint(
                condition=Q(recalled_at=None, recalled_by=None)
                | Q(recalled_at__isnull=False, recalled_by__isnull=False),
                name="recalls_name_who",
            ),
        ]
        indexes = [
            models.Index(
                fields=["city", "-in_force", "-number"],
                condition=Q(number__isnull=False, recalled_at=None),
                name="city_procedure_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"{self.city_id}-{self.number or 'draft'}"

    def get_absolute_url(self) -> str:
        return reverse("rulemaking:version", args=[self.city_id, self.number])

    @property
    def is_repeal(self) -> bool:
        """Does the default procedure hold again with this version?"""
        return self.number is not None and self.rules_id is None

    @property
    def is_recalled(self) -> bool:
        return self.recalled_at is not None

    @property
    def may_be_recalled(self) -> bool:
        """Only before it takes effect: then no case can follow it yet."""
        return not self.is_recalled and self.in_force is not None and self.in_force > clock.today()

    @cached_property
    def book(self) -> RuleBook:
        """The rule set of this version; the Measures for one that repeals."""
        if self.rules is None:
            return shipped_measures()
        own = self.rules.book
        return own.laid_over(book_of(own.over))

    @property
    def arranged(self) -> Arrangement | None:
        return Arrangement.read(self.arrangement) if self.arrangement else None

    def last_day(self, following: "CityProcedure | None") -> date | None:
        """The last day in force, given the standing version that follows; None while there is none."""
        if following is None or following.in_force is None or self.in_force is None:
            return None
        return max(self.in_force, following.in_force - ONE_DAY)


STATUS = {
    "draft": pgettext_lazy("city procedure", "Draft"),
    "to_come": pgettext_lazy("city procedure", "Not yet in force"),
    "in_force": pgettext_lazy("city procedure", "In force"),
    "past": pgettext_lazy("city procedure", "No longer in force"),
    "recalled": pgettext_lazy("city procedure", "Recalled"),
}

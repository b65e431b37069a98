"""Renamings and mergers as they were decided: of whom, from which day, by which document (ch. 2)."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.models.bodies import Organization


class ChangeKind(models.TextChoices):
    """What becomes of an organization."""

    RENAMING = "renaming", pgettext_lazy("organization", "Renamed")
    MERGER = "merger", _("Merged into another organization")


RENAMED = Q(kind=ChangeKind.RENAMING, successor=None) & ~Q(name="")
MERGED = Q(kind=ChangeKind.MERGER, successor__isnull=False, name="") & ~Q(successor=F("organization"))


class ChangeQuerySet(models.QuerySet["OrganizationChange"]):
    def pending(self) -> ChangeQuerySet:
        """Neither carried out nor taken back."""
        return self.filter(carried_out_at=None, taken_back_at=None)

    def due(self, on: date) -> ChangeQuerySet:
        """Pending, and in force on that day; in the order of their days."""
        return self.pending().filter(on__lte=on).order_by("on", "pk")

    def with_bodies(self) -> ChangeQuerySet:
        return self.select_related("organization__authority", "successor")


class OrganizationChange(models.Model):
    """One renaming or merger; `on` is the first day of the new state."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="changes", verbose_name=_("organization")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ChangeKind.choices)
    successor = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organization that takes over"),
    )
    name = models.CharField(_("new name"), max_length=200, blank=True)
    short_name = models.CharField(_("new short name"), max_length=60, blank=True)
    name_en = models.CharField(_("new English name"), max_length=200, blank=True)
    on = models.DateField(_("first day"))
    document = models.CharField(_("document number"), max_length=100)
    entered_at = models.DateTimeField(_("entered at"))
    entered_by = models.CharField(_("entered by"), max_length=150)
    carried_out_at = models.DateTimeField(_("carried out at"), null=True, blank=True)
    taken_back_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    passed = models.JSONField(_("what was passed on"), default=dict)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("change of an organization")
        verbose_name_plural = _("changes of organizations")
        constraints = [
            models.CheckConstraint(
                condition=RENAMED | MERGED,
                name="organization_change_says_what",
            ),
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(carried_out_at=None, taken_back_at=None),
                name="one_pending_change_an_organization",
            ),
            models.CheckConstraint(condition=~Q(document=""), name="organization_change_has_document"),
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.get_kind_display()} {self.on}"

    @property
    def is_pending(self) -> bool:
        return self.carried_out_at is None and self.taken_back_at is None

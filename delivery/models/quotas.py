"""How much may be taken in a day under a grant, and how much was (art. 44)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Quota(models.Model):
    """Limits that the provider sets on a grant; an empty one limits nothing."""

    grant = models.OneToOneField(
        "delivery.Grant", models.PROTECT, related_name="quota", verbose_name=_("grant")
    )
    rows_a_day = models.PositiveBigIntegerField(_("rows a day"), null=True, blank=True)
    reads_a_day = models.PositiveIntegerField(_("reads a day"), null=True, blank=True)

    class Meta:
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        constraints = (
            models.CheckConstraint(
                name="delivery_quota_limits",
                condition=Q(rows_a_day__isnull=False) | Q(reads_a_day__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.grant_id}: {self.rows_a_day or '—'} / {self.reads_a_day or '—'}"


class Tally(models.Model):
    """What was taken under a grant with a quota on one day."""

    grant = models.ForeignKey(
        "delivery.Grant", models.PROTECT, related_name="tallies", verbose_name=_("grant")
    )
    day = models.DateField(_("day"))
    reads = models.PositiveIntegerField(_("reads"), default=0)
    rows = models.PositiveBigIntegerField(_("rows"), default=0)

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        constraints = (models.UniqueConstraint(name="delivery_tally_a_day", fields=["grant", "day"]),)

    def __str__(self) -> str:
        return f"{self.grant_id} {self.day}: {self.reads}, {self.rows}"

"""What the gateway noticed: unusual use, and services that stopped answering (art. 42, 45, 47)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ClueKind(models.TextChoices):
    """What is unusual."""

    VOLUME = "volume", _("Far more than the grant's own past")
    HOURS = "hours", _("Bulk reads outside working time")
    ENUMERATION = "enumeration", _("Keys tried one after another")
    SILENCE = "silence", _("The service stopped answering")


class Clue(models.Model):
    """One thing noticed on one day; it accuses nobody, and stands in the trail as well."""

    kind = models.CharField(_("kind"), max_length=12, choices=ClueKind.choices)
    grant = models.ForeignKey(
        "delivery.Grant",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="clues",
        verbose_name=_("grant"),
    )
    resource = models.ForeignKey(
        "delivery.Resource",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="clues",
        verbose_name=_("resource"),
    )
    day = models.DateField(_("day"))
    figures = models.JSONField(_("figures"), default=dict)
    found_at = models.DateTimeField(_("found at"))

    class Meta:
        verbose_name = _("clue")
        verbose_name_plural = _("clues")
        ordering = ("-day", "-pk")
        constraints = (
            models.UniqueConstraint(
                name="delivery_clue_once", fields=["kind", "grant", "day"], condition=Q(grant__isnull=False)
            ),
            models.CheckConstraint(name="delivery_clue_kind", condition=Q(kind__in=ClueKind.values)),
            models.CheckConstraint(
                name="delivery_clue_of_something",
                condition=Q(grant__isnull=False) | Q(resource__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"


class Outage(models.Model):
    """A time in which a registered service did not answer; told once."""

    resource = models.ForeignKey(
        "delivery.Resource", models.PROTECT, related_name="outages", verbose_name=_("resource")
    )
    since = models.DateTimeField(_("silent since"))
    until = models.DateTimeField(_("answers again since"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=40)
    failures = models.PositiveIntegerField(_("probes without an answer"), default=1)
    told_at = models.DateTimeField(_("told at"), null=True, blank=True)

    class Meta:
        verbose_name = _("outage")
        verbose_name_plural = _("outages")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                name="delivery_outage_open_once", fields=["resource"], condition=Q(until__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return f"{self.resource_id} {self.since:%Y-%m-%d %H:%M}"

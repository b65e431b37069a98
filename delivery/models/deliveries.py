"""What left the house: each export, file and call answered, with its manifest (art. 42, 44)."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from delivery.modes import Way
from delivery.querysets import DeliveryQuerySet


class DeliveryState(models.TextChoices):
    """How far it came. What stays on its way for a day was cut off with the process that sent it."""

    SENDING = "sending", _("On its way")
    DELIVERED = "delivered", _("Delivered")
    BROKEN = "broken", _("Broken off")


class Delivery(models.Model):
    """One copy of data, made for one user under one grant: its row is the manifest.

    `digest` is the SHA-256 of the bytes handed over, whole or broken off; `filters` a digest, never a value.
    """

    number = models.CharField(_("number"), max_length=32, unique=True)
    grant = models.ForeignKey(
        "delivery.Grant", models.PROTECT, related_name="deliveries", verbose_name=_("grant")
    )
    resource = models.ForeignKey(
        "delivery.Resource", models.PROTECT, related_name="deliveries", verbose_name=_("resource")
    )
    way = models.CharField(_("way"), max_length=6, choices=Way.choices)
    form = models.CharField(_("form"), max_length=100)
    name = models.CharField(_("file name"), max_length=255)
    load = models.CharField(_("SHA-256 of the data it was taken from"), max_length=64, blank=True)
    fields = ArrayField(models.CharField(max_length=64), verbose_name=_("fields"), default=list)
    filters = models.CharField(_("digest of the filters"), max_length=64, blank=True)
    person = models.CharField(_("person"), max_length=150, blank=True)
    person_name = models.CharField(_("name of the person"), max_length=150, blank=True)
    organization = models.CharField(_("organization"), max_length=40, blank=True)
    organization_name = models.CharField(_("name of the organization"), max_length=200, blank=True)
    address = models.GenericIPAddressField(_("address"), null=True, blank=True)
    started_at = models.DateTimeField(_("begun at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=DeliveryState.choices, default=DeliveryState.SENDING
    )
    rows = models.PositiveBigIntegerField(_("rows"), null=True, blank=True)
    bytes = models.PositiveBigIntegerField(_("bytes"), default=0)
    digest = models.CharField(_("SHA-256 of what was handed over"), max_length=64, blank=True)
    marked = models.BooleanField(_("with a visible mark"), default=False)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                name="delivery_delivery_state", condition=Q(state__in=DeliveryState.values)
            ),
            models.CheckConstraint(
                name="delivery_delivery_ended",
                condition=Q(state=DeliveryState.SENDING, ended_at=None)
                | Q(~Q(state=DeliveryState.SENDING), ended_at__isnull=False),
            ),
        )
        indexes = (
            models.Index(name="delivery_delivery_digest", fields=["digest"]),
            models.Index(name="delivery_delivery_of_grant", fields=["grant", "-id"]),
            models.Index(
                name="delivery_delivery_sending",
                fields=["started_at"],
                condition=Q(state=DeliveryState.SENDING),
            ),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("delivery:delivery", args=[self.number])

    @property
    def tone(self) -> str:
        """How its state looks."""
        return {DeliveryState.DELIVERED: "done", DeliveryState.BROKEN: "late"}.get(
            DeliveryState(self.state), "open"
        )

    @property
    def manifest(self) -> dict[str, Any]:
        """Who took what, when, under which grant: in the words of the trail, in no language."""
        return {
            "delivery": self.number, "grant": self.grant.number, "case": self.grant.case.number,
            "resource": self.resource.code, "way": self.way, "form": self.form, "file": self.name,
            "load": self.load, "fields": self.fields, "filters_digest": self.filters,
            "purpose": self.grant.purpose, "system": self.grant.system,
            "person": self.person, "person_name": self.person_name,
            "organization": self.organization, "organization_name": self.organization_name,
            "started_at": self.started_at.isoformat(),
            "ended_at": self.ended_at.isoformat() if self.ended_at else None,
            "state": self.state, "rows": self.rows, "bytes": self.bytes, "sha256": self.digest,
            "marked": self.marked,
        }  # fmt: skip

"""How a user takes the granted data: duties accepted, keys, where to tell it (art. 29(4), 44, 46)."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from delivery.law import USES, Use, Way
from delivery.models.grants import Grant
from workdays import clock


class Subscription(models.Model):
    """The user's side of a grant, from the day on which it accepted the duties."""

    grant = models.OneToOneField(Grant, models.PROTECT, related_name="subscription", verbose_name=_("grant"))
    way = models.CharField(_("way"), max_length=10, choices=Way.choices, default=Way.ON_DEMAND)
    networks = ArrayField(
        models.CharField(max_length=43), verbose_name=_("networks allowed"), default=list, blank=True
    )
    duties = models.CharField(_("version of the duties"), max_length=16)
    conditions = models.TextField(_("conditions accepted"), max_length=4000, blank=True)
    accepted_at = models.DateTimeField(_("accepted at"))
    accepted_by = models.CharField(_("accepted by"), max_length=150)
    accepted_name = models.CharField(_("name of who accepted"), max_length=150)
    accepted_post = models.CharField(_("post of who accepted"), max_length=16)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = (
            models.CheckConstraint(name="delivery_subscription_way", condition=Q(way__in=Way.values)),
        )

    def __str__(self) -> str:
        return str(self.grant)

    def get_absolute_url(self) -> str:
        return reverse("delivery:subscription", args=[self.grant.number])

    @property
    def binds(self) -> bool:
        """Whether the duties were accepted with the conditions that the grant has now."""
        return self.conditions == self.grant.conditions

    def fits(self, use: str) -> bool:
        """Whether this way of supply covers what is fetched."""
        return Use(use) in USES[Way(self.way)]


class SubscriptionKey(models.Model):
    """A secret for the subscribed system; only its digest is kept, and it always has an end."""

    subscription = models.ForeignKey(
        Subscription, models.PROTECT, related_name="keys", verbose_name=_("subscription")
    )
    prefix = models.CharField(_("beginning"), max_length=16, unique=True)
    digest = models.CharField(_("digest"), max_length=64, unique=True)
    system = models.CharField(_("system"), max_length=200)
    issued_at = models.DateTimeField(_("issued at"))
    issued_by = models.CharField(_("issued by"), max_length=150)
    ends_at = models.DateTimeField(_("ends at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    last_used_on = models.DateField(_("last used on"), null=True, blank=True)

    class Meta:
        verbose_name = _("key")
        verbose_name_plural = _("keys")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.prefix

    def opens(self, at: datetime) -> bool:
        """Whether it can still be used at that moment."""
        return self.revoked_at is None and at < self.ends_at

    @property
    def is_open(self) -> bool:
        return self.opens(clock.now())


class PushTarget(models.Model):
    """Where the subscribed system is told of new versions."""

    subscription = models.OneToOneField(
        Subscription, models.PROTECT, related_name="target", verbose_name=_("subscription")
    )
    address = models.URLField(_("address"), max_length=500)
    salt = models.CharField(max_length=32)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    disabled_at = models.DateTimeField(_("disabled at"), null=True, blank=True)

    class Meta:
        verbose_name = _("push address")
        verbose_name_plural = _("push addresses")

    def __str__(self) -> str:
        return self.address


class MessageStatus(models.TextChoices):
    """Where a message is."""

    WAITING = "waiting", _("Waiting")
    DELIVERED = "delivered", _("Delivered")
    GIVEN_UP = "given_up", _("Given up")


class Message(models.Model):
    """A message to a subscribed system: stored first, sent until answered; its id never changes."""

    number = models.CharField(_("id"), max_length=40, unique=True)
    target = models.ForeignKey(
        PushTarget, models.PROTECT, related_name="deliveries", verbose_name=_("push address")
    )
    resource = models.ForeignKey("delivery.Resource", models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(_("version"))
    body = models.TextField(_("message"))
    status = models.CharField(
        _("status"), max_length=10, choices=MessageStatus.choices, default=MessageStatus.WAITING
    )
    created_at = models.DateTimeField(_("created at"))
    next_at = models.DateTimeField(_("next attempt at"))
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    answer = models.CharField(_("last answer"), max_length=100, blank=True)
    delivered_at = models.DateTimeField(_("delivered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                name="delivery_one_message_a_version", fields=["target", "resource", "version"]
            ),
            models.CheckConstraint(
                name="delivery_message_status", condition=Q(status__in=MessageStatus.values)
            ),
        )
        indexes = (
            models.Index(name="delivery_messages_due", fields=["next_at"], condition=Q(status="waiting")),
        )

    def __str__(self) -> str:
        return self.number

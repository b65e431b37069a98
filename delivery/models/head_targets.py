"""Where the platform of a city is told of signed heads, so that they lie outside this house (art. 12, 42)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization


class HeadTarget(models.Model):
    """One address of one city authority; who sends next moves `next_at` ahead first."""

    organization = models.OneToOneField(
        Organization, models.PROTECT, related_name="+", verbose_name=_("organization")
    )
    address = models.URLField(_("address"), max_length=500)
    salt = models.CharField(max_length=32)
    told = models.PositiveBigIntegerField(_("size of the last head received"), default=0)
    told_at = models.DateTimeField(_("received at"), null=True, blank=True)
    next_at = models.DateTimeField(_("next attempt at"))
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    answer = models.CharField(_("last answer"), max_length=100, blank=True)
    disabled_at = models.DateTimeField(_("disabled at"), null=True, blank=True)

    class Meta:
        verbose_name = _("address for signed heads")
        verbose_name_plural = _("addresses for signed heads")
        indexes = (
            models.Index(name="delivery_heads_due", fields=["next_at"], condition=models.Q(disabled_at=None)),
        )

    def __str__(self) -> str:
        return self.address

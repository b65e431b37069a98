"""A department's own HTTP service, registered behind an entry; the gateway speaks to it (art. 3, 24)."""

import json

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from delivery.sealing import seal, unseal

LONGEST_ANSWER = 60
LARGEST_ANSWER = 100 * 1024 * 1024


class ApiSource(models.Model):
    """Where the service is, what of it may be asked, and with which secret headers.

    `paths` are patterns: a path from the root, in which `*` stands for one segment and a last `**` for all
    that follows. `allow_private` is set by the Bureau only.
    """

    resource = models.OneToOneField(
        "delivery.Resource", models.PROTECT, related_name="api_source", verbose_name=_("resource")
    )
    base_url = models.URLField(_("address of the service"), max_length=500)
    paths = ArrayField(models.CharField(max_length=200), verbose_name=_("paths allowed"))
    methods = ArrayField(models.CharField(max_length=8), verbose_name=_("methods allowed"))
    headers = models.TextField(_("headers, encrypted"), blank=True, editable=False)
    timeout = models.PositiveSmallIntegerField(
        _("longest wait, in seconds"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_ANSWER)],
    )
    max_bytes = models.PositiveIntegerField(
        _("largest answer, in bytes"),
        default=10 * 1024 * 1024,
        validators=[MinValueValidator(1024), MaxValueValidator(LARGEST_ANSWER)],
    )
    allow_private = models.BooleanField(_("may lie in a private network"), default=False)
    failed_calls = models.PositiveIntegerField(_("calls that failed, one after another"), default=0)
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    told_failing_on = models.DateField(_("day on which failing calls were told"), null=True, blank=True)
    registered_at = models.DateTimeField(_("registered at"), auto_now_add=True)

    class Meta:
        verbose_name = _("service behind a resource")
        verbose_name_plural = _("services behind resources")
        constraints = (
            models.CheckConstraint(
                name="delivery_service_asks_something", condition=Q(paths__len__gt=0, methods__len__gt=0)
            ),
        )

    def __str__(self) -> str:
        return self.base_url

    @property
    def secret_headers(self) -> dict[str, str]:
        """The headers in the clear, for the call alone: never to be shown, logged or told."""
        return dict(json.loads(unseal(self.headers) or "{}"))

    @secret_headers.setter
    def secret_headers(self, headers: dict[str, str]) -> None:
        self.headers = seal(json.dumps(headers, ensure_ascii=False)) if headers else ""

"""That a provider was told of data older than its declared cycle: once for each version (art. 38, 39)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from delivery.models import Version


class Reminder(models.Model):
    """The provider of this version was told on that day that the next one is due."""

    version = models.OneToOneField(
        Version, models.CASCADE, primary_key=True, related_name="+", verbose_name=_("version of the data")
    )
    told_at = models.DateTimeField(_("told at"))

    class Meta:
        verbose_name = _("reminder of an update")
        verbose_name_plural = _("reminders of updates")

    def __str__(self) -> str:
        return str(self.version_id)

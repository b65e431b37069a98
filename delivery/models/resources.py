"""What lies behind the entries: mounted resources (art. 23)."""

from django.core.files.storage import default_storage
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalog.vocabulary import Format
from delivery.columns import Column
from delivery.querysets import ResourceQuerySet


class ResourceStatus(models.TextChoices):
    """Whether a resource can be read."""

    MOUNTED = "mounted", _("Mounted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Resource(models.Model):
    """One table behind a catalogue entry, kept as Parquet in the storage."""

    code = models.CharField(_("code"), max_length=24, unique=True)
    entry = models.ForeignKey(
        "catalog.Entry", models.PROTECT, related_name="resources", verbose_name=_("catalogue entry")
    )
    format = models.CharField(_("format"), max_length=10, choices=Format.choices, default=Format.TABLE)
    file = models.CharField(_("name in the storage"), max_length=200)
    rows = models.PositiveBigIntegerField(_("rows"))
    size = models.PositiveBigIntegerField(_("bytes"))
    digest = models.CharField(_("SHA-256 of the file"), max_length=64)
    columns = models.JSONField(_("columns"))
    loaded_at = models.DateTimeField(_("loaded at"))
    loads = models.PositiveIntegerField(_("times loaded"), default=1, validators=[MinValueValidator(1)])
    status = models.CharField(
        _("status"), max_length=10, choices=ResourceStatus.choices, default=ResourceStatus.MOUNTED
    )

    objects = ResourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(
                name="delivery_resource_status", condition=Q(status__in=ResourceStatus.values)
            ),
            models.CheckConstraint(
                name="delivery_resource_digest", condition=Q(digest__regex=r"^[0-9a-f]{64}$")
            ),
        )

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("delivery-api:rows", args=[self.code])

    @property
    def table(self) -> tuple[Column, ...]:
        """The columns as they were checked at the last load, in the order of the file."""
        return tuple(Column(**column) for column in self.columns)

    @property
    def is_mounted(self) -> bool:
        return self.status == ResourceStatus.MOUNTED and default_storage.exists(self.file)

"""What lies behind the entries: mounted resources (art. 3, 23)."""

from django.contrib.postgres.fields import ArrayField
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


class ResourceKind(models.TextChoices):
    """What the gateway does with it: rows of a table, calls to a service, files to take."""

    TABLE = "table", _("Table")
    FILE = "file", _("Files")
    API = "api", _("Service")


class Resource(models.Model):
    """A table, a service or files behind a catalogue entry; the row says what its current version says.

    A service has no version: its file, rows and digest are empty.
    """

    code = models.CharField(_("code"), max_length=24, unique=True)
    entry = models.ForeignKey(
        "catalog.Entry", models.PROTECT, related_name="resources", verbose_name=_("catalogue entry")
    )
    kind = models.CharField(_("kind"), max_length=5, choices=ResourceKind.choices, default=ResourceKind.TABLE)
    title = models.CharField(_("title"), max_length=200, blank=True)
    format = models.CharField(_("format"), max_length=10, choices=Format.choices, default=Format.TABLE)
    key = ArrayField(models.CharField(max_length=64), verbose_name=_("key fields"), default=list, blank=True)
    current = models.ForeignKey(
        "delivery.Version",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("current version"),
    )
    file = models.CharField(_("name in the storage"), max_length=200, blank=True)
    rows = models.PositiveBigIntegerField(_("rows"), default=0)
    size = models.PositiveBigIntegerField(_("bytes"), default=0)
    digest = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True)
    columns = models.JSONField(_("columns"), default=list)
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
            models.CheckConstraint(name="delivery_resource_kind", condition=Q(kind__in=ResourceKind.values)),
            models.CheckConstraint(
                name="delivery_resource_digest",
                condition=Q(digest__regex=r"^[0-9a-f]{64}$") | Q(kind=ResourceKind.API, digest=""),
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
    def is_table(self) -> bool:
        return self.kind == ResourceKind.TABLE

    @property
    def is_mounted(self) -> bool:
        return self.status == ResourceStatus.MOUNTED and (
            self.kind != ResourceKind.TABLE or default_storage.exists(self.file)
        )

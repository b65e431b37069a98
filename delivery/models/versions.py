"""What a resource held, load by load: versions of tables and files, never changed (art. 23, 42)."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from delivery.columns import Column


class LoadMode(models.TextChoices):
    """How a load stands to the version before it."""

    FULL = "full", _("Replace everything")
    APPEND = "append", _("Add to what is there")
    UPSERT = "upsert", _("Replace rows of the same key, add the others")


class Origin(models.TextChoices):
    """Whence a load came."""

    UPLOAD = "upload", _("Uploaded")
    PULL = "pull", _("Fetched from the department's database")
    OPERATOR = "operator", _("Mounted by the operator")


class Version(models.Model):
    """One load that was accepted. The resource points to its current one; earlier ones are kept for a while.

    `profile` is documented in `delivery.profile`.
    """

    resource = models.ForeignKey(
        "delivery.Resource", models.PROTECT, related_name="versions", verbose_name=_("resource")
    )
    number = models.PositiveIntegerField(_("version"))
    file = models.CharField(_("name in the storage"), max_length=200, blank=True)
    rows = models.PositiveBigIntegerField(_("rows"))
    size = models.PositiveBigIntegerField(_("bytes"))
    digest = models.CharField(_("SHA-256 of the file"), max_length=64)
    columns = models.JSONField(_("columns"), default=list)
    profile = models.JSONField(_("profile"), default=dict)
    mode = models.CharField(_("mode of load"), max_length=8, choices=LoadMode.choices)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin.choices)
    source = models.CharField(_("source"), max_length=200, blank=True)
    loaded_by = models.CharField(_("loaded by"), max_length=200, blank=True)
    loaded_at = models.DateTimeField(_("loaded at"))
    kept = models.BooleanField(_("content still kept"), default=True)

    class Meta:
        verbose_name = _("version of a resource")
        verbose_name_plural = _("versions of resources")
        ordering = ("resource", "-number")
        constraints = (
            models.UniqueConstraint(name="delivery_version_number", fields=["resource", "number"]),
            models.CheckConstraint(
                name="delivery_version_digest", condition=Q(digest__regex=r"^[0-9a-f]{64}$")
            ),
        )

    def __str__(self) -> str:
        return f"{self.resource_id}/{self.number}"

    @property
    def table(self) -> tuple[Column, ...]:
        """The columns as they were checked at the load."""
        return tuple(Column(**column) for column in self.columns)


class StoredFile(models.Model):
    """One file of a version: a document, a picture, a recording, an archive (art. 3, 23).

    `metadata` holds what was found in the file, and only what was: `pages`, `width`, `height`, `seconds`,
    `entries` (of an archive: a list of `[name, bytes]`, the first 1,000), `entry_count`, `unpacked` (bytes).
    """

    resource = models.ForeignKey(
        "delivery.Resource", models.PROTECT, related_name="files", verbose_name=_("resource")
    )
    version = models.ForeignKey(
        Version, models.PROTECT, related_name="files", verbose_name=_("version of a resource")
    )
    name = models.CharField(_("file name"), max_length=200)
    media_type = models.CharField(_("media type"), max_length=100)
    size = models.PositiveBigIntegerField(_("bytes"))
    digest = models.CharField(_("SHA-256 of the file"), max_length=64)
    file = models.CharField(_("name in the storage"), max_length=200)
    metadata: Any = models.JSONField(_("metadata"), default=dict)

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")
        ordering = ("version", "name")
        constraints = (
            models.UniqueConstraint(name="delivery_file_name", fields=["version", "name"]),
            models.CheckConstraint(name="delivery_file_digest", condition=Q(digest__regex=r"^[0-9a-f]{64}$")),
        )
        indexes = (models.Index(name="delivery_file_digest_idx", fields=["digest"]),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("delivery:resource", args=[self.resource.code])

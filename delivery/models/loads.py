"""A load on its way: queued, running, done or failed, seen by whoever brought it (art. 23)."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from delivery.models.versions import LoadMode, Origin


class LoadStatus(models.TextChoices):
    """Where a load stands."""

    QUEUED = "queued", pgettext_lazy("load", "Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("In place")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class Stage(models.TextChoices):
    """What a running load is at; the order is that of the work."""

    FETCHING = "fetching", _("Fetching")
    READING = "reading", _("Reading")
    CONVERTING = "converting", _("Checking and converting")
    MERGING = "merging", _("Merging with the version before")
    PROFILING = "profiling", _("Profiling")
    STORING = "storing", _("Storing")


class Load(models.Model):
    """One attempt to bring new content behind an entry.

    `given` lists what was brought: `[{"name", "file", "size", "digest"}]`, `file` the name in the storage.
    `errors` lists what was wrong: `[{"field", "code", "detail"}]`, `rejected` the rows: `[[row, field]]`.
    `made` names files that the switch has not yet taken up, to be dropped if it never comes.
    """

    entry = models.ForeignKey(
        "catalog.Entry", models.PROTECT, related_name="loads", verbose_name=_("catalogue entry")
    )
    code = models.CharField(_("code of the resource"), max_length=24)
    title = models.CharField(_("title"), max_length=200, blank=True)
    mode = models.CharField(_("mode of load"), max_length=8, choices=LoadMode.choices, default=LoadMode.FULL)
    key = ArrayField(models.CharField(max_length=64), verbose_name=_("key fields"), default=list, blank=True)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin.choices)
    source = models.ForeignKey(
        "delivery.Source", models.SET_NULL, null=True, related_name="loads", verbose_name=_("source")
    )
    given: Any = models.JSONField(_("what was brought"), default=list)
    status = models.CharField(
        _("status"), max_length=10, choices=LoadStatus.choices, default=LoadStatus.QUEUED
    )
    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, blank=True)
    percent = models.PositiveSmallIntegerField(_("percent"), default=0)
    reason = models.CharField(_("reason code"), max_length=40, blank=True)
    errors: Any = models.JSONField(_("errors"), default=list)
    rejected: Any = models.JSONField(_("rows refused"), default=list)
    made: Any = models.JSONField(_("files not yet taken up"), default=list)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    holder = models.CharField(_("worker's token"), max_length=32, blank=True)
    wants_cancel = models.BooleanField(_("to be cancelled"), default=False)
    actor: Any = models.JSONField(_("who brought it"), default=dict)
    version = models.ForeignKey(
        "delivery.Version", models.PROTECT, null=True, related_name="loads", verbose_name=_("version")
    )
    created = models.DateTimeField(_("brought at"))
    started = models.DateTimeField(_("begun at"), null=True)
    heard = models.DateTimeField(_("last heard of at"), null=True)
    finished = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        verbose_name = _("load")
        verbose_name_plural = _("loads")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(name="delivery_load_status", condition=Q(status__in=LoadStatus.values)),
            models.CheckConstraint(
                name="delivery_load_done_has_version",
                condition=~Q(status=LoadStatus.DONE) | Q(version__isnull=False),
            ),
        )
        indexes = (
            models.Index(name="delivery_load_of_code", fields=["code", "-id"]),
            models.Index(
                name="delivery_load_open",
                fields=["id"],
                condition=Q(status__in=[LoadStatus.QUEUED, LoadStatus.RUNNING]),
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("delivery:load", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.status in {LoadStatus.QUEUED, LoadStatus.RUNNING}

    @property
    def name(self) -> str:
        """What was brought, for people: the first file's name, or the source's."""
        first = next((str(given["name"]) for given in self.given), "")
        return first or (self.source.title if self.source else "")

    @property
    def tone(self) -> str:
        tones = {LoadStatus.DONE: "done", LoadStatus.FAILED: "late", LoadStatus.CANCELLED: "calm"}
        return tones.get(LoadStatus(self.status), "near")

"""An event that makes data out of date, and the duty to update each entry that it touches (art. 39)."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalog.models import Entry
from delivery.models import Version
from organizations.actors import Actor, Holding
from organizations.models import Organization
from procedure.models import Case
from procedure.policy import holds_own_item
from procedure.steps import STAGE, opens, step
from quality import law, policy
from quality.law import Cause, DutyState
from quality.querysets import QualityQuerySet
from workdays import clock

ARTICLE = "39"


class ChangeEvent(models.Model):
    """A change of law or function, with its document; the term of fifteen working days runs from its day."""

    cause = models.CharField(_("cause"), max_length=8, choices=Cause.choices)
    title = models.CharField(_("title"), max_length=200)
    document = models.CharField(_("document number"), max_length=100)
    happened_on = models.DateField(_("day of the change"))
    content = models.TextField(_("what has to be updated"), max_length=2000)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("event that makes updates due")
        verbose_name_plural = _("events that make updates due")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                name="quality_event_once", fields=["organization", "document", "happened_on"]
            ),
            models.CheckConstraint(name="quality_event_cause", condition=Q(cause__in=Cause.values)),
        )

    def __str__(self) -> str:
        return f"{self.document} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("quality:event", args=[self.pk])


class UpdateDuty(Case):
    """One entry to be updated because of one event."""

    entry = models.ForeignKey(
        Entry, models.PROTECT, related_name="update_duties", verbose_name=_("catalogue entry")
    )
    event = models.ForeignKey(ChangeEvent, models.PROTECT, related_name="duties", verbose_name=_("event"))
    explanation = models.TextField(_("explanation"), max_length=2000, blank=True)
    updated_by = models.ForeignKey(
        Version,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("version of the data"),
    )

    objects: ClassVar[Any] = QualityQuerySet.as_manager()

    KIND = "update_duty"
    PREFIX = "UD"
    KIND_LABEL = _("Update duty")
    SUBJECT_TEMPLATE = "quality/_duty.html"
    State = DutyState
    FINAL: ClassVar[frozenset[str]] = law.DUTY_ENDS
    WELL_ENDED: ClassVar[frozenset[str]] = law.DUTY_ENDS

    class Meta:
        verbose_name = _("update duty")
        verbose_name_plural = _("update duties")
        constraints = (
            models.UniqueConstraint(name="quality_duty_once_for_event", fields=["event", "entry"]),
        )

    @opens(
        state=DutyState.UPDATING,
        by=policy.may_call,
        under=ARTICLE,
        tells=("provider", "authority_of_provider"),
        label=_("Call for an update"),
    )
    def call(
        cls: Any,  # noqa: N805 - `opens` makes it a classmethod
        capacity: Holding,
        *,
        entry: Entry,
        event: ChangeEvent,
    ) -> "UpdateDuty":
        """The provider has to update the entry; its term runs from the day of the event."""
        calling = capacity.organization
        return cls(
            title=entry.version.name,
            requester=calling if calling.pk != entry.provider_id else None,
            provider=entry.provider,
            route="change",
            entry=entry,
            event=event,
            submitted=clock.now(),
        )

    @step(
        source=DutyState.UPDATING,
        target=DutyState.UPDATED,
        by=holds_own_item,
        under=ARTICLE,
        closes=STAGE,
        tells=("requester", "authority_of_provider"),
        label=_("Report the update…"),
        tone="go",
    )
    def report_update(self, *, explanation: str, version: Version | None = None) -> None:
        """The data, or the entry, has been brought up to date."""
        self.explanation, self.updated_by = explanation, version

    @step(
        source=DutyState.UPDATING,
        target=DutyState.NOT_AFFECTED,
        by=holds_own_item,
        under=ARTICLE,
        closes=STAGE,
        tells=("requester", "authority_of_provider"),
        label=_("Not affected…"),
    )
    def not_affected(self, *, explanation: str) -> None:
        """The event does not touch this entry; the authority reads why."""
        self.explanation = explanation

    def received_on(self, stage: str, today: date) -> date:
        """The term runs from the event (39), not from the day on which it was recorded here."""
        return min(self.event.happened_on, today)

    @property
    def versions_since(self) -> models.QuerySet[Version]:
        """What was loaded behind the entry since the event."""
        loaded = Version.objects.filter(
            resource__entry=self.entry_id, loaded_at__date__gte=self.event.happened_on
        )
        return loaded.select_related("resource").order_by("-loaded_at")

    def words(self) -> dict[str, str]:
        return {str(self.entry.code): self.title}

    def particulars_for(self, actor: Actor) -> dict[str, Any]:
        event = self.event
        return {
            "entry": self.entry.code,
            "event": event.title,
            "document": event.document,
            "happened_on": event.happened_on,
            "content": event.content,
            "explanation": self.explanation,
            "version": self.updated_by.number if self.updated_by else None,
        }

"""A quality issue: a fault is reported, then corrected by a new version or dismissed (art. 29(5), 40)."""

from datetime import date
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import GET_STATE

from catalog.models import Entry
from delivery.models import Grant, Resource, Version
from organizations.actors import Actor, Holding
from organizations.models import Organization
from procedure.models import Case
from procedure.policy import holds_own_item, holds_the_item, the_clock
from procedure.steps import STAGE, opens, step
from quality import law, policy
from quality.law import Answer, Fault, IssueState, NoFault
from quality.querysets import QualityQuerySet
from workdays import clock


def stage_article(case: Case) -> str:
    """29(5) or 40, as the case's route says."""
    return case.rule.article


class QualityIssue(Case):
    """A fault in an entry or in a resource behind it, as a user of the data or somebody else found it."""

    entry = models.ForeignKey(
        Entry, models.PROTECT, related_name="quality_issues", verbose_name=_("catalogue entry")
    )
    resource = models.ForeignKey(
        Resource,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="quality_issues",
        verbose_name=_("resource"),
    )
    version_seen = models.ForeignKey(Version, models.PROTECT, null=True, blank=True, related_name="+")
    fields = ArrayField(models.CharField(max_length=64), verbose_name=_("fields"), default=list, blank=True)
    fault = models.CharField(_("kind of fault"), max_length=12, choices=Fault.choices)
    description = models.TextField(_("what is wrong"), max_length=2000)
    found_on = models.DateField(_("found on"))
    answer = models.CharField(
        _("answer"), max_length=9, choices=Answer.choices, default=Answer.NONE, blank=True
    )
    explanation = models.TextField(_("explanation"), max_length=2000, blank=True)
    ground = models.CharField(_("ground"), max_length=12, choices=NoFault.choices, blank=True)
    corrected_by = models.ForeignKey(
        Version,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("version that corrects it"),
    )
    reopened = models.PositiveSmallIntegerField(_("times reopened"), default=0)
    reopened_because = models.TextField(_("why it was reopened"), max_length=2000, blank=True)
    withdrawal_reason = models.TextField(_("reason for withdrawal"), max_length=2000, blank=True)

    objects: ClassVar[Any] = QualityQuerySet.as_manager()

    KIND = "quality_issue"
    PREFIX = "QI"
    KIND_LABEL = _("Quality issue")
    HEADLINE_TEMPLATE = "quality/_issue_headline.html"
    SUBJECT_TEMPLATE = "quality/_issue.html"
    State = IssueState
    FINAL: ClassVar[frozenset[str]] = law.ISSUE_ENDS
    WELL_ENDED: ClassVar[frozenset[str]] = frozenset({IssueState.RESOLVED})

    class Meta:
        verbose_name = _("quality issue")
        verbose_name_plural = _("quality issues")
        constraints = (
            models.CheckConstraint(
                name="quality_issue_answer_is_explained",
                condition=Q(answer=Answer.NONE) | ~Q(explanation=""),
            ),
            models.CheckConstraint(
                name="quality_issue_no_dismissal_without_ground",
                condition=~Q(answer=Answer.DISMISSED) | ~Q(ground=""),
            ),
            models.CheckConstraint(name="quality_issue_fault", condition=Q(fault__in=Fault.values)),
        )

    @opens(
        state=IssueState.VERIFICATION,
        by=policy.may_report,
        under=stage_article,
        tells=("provider", "authority_of_provider"),
        label=_("Report a fault"),
    )
    def report(
        cls: Any,  # noqa: N805 - `opens` makes it a classmethod
        capacity: Holding,
        *,
        entry: Entry,
        fault: str,
        description: str,
        found_on: date,
        resource: Resource | None = None,
        fields: list[str] | None = None,
        requester: Organization | None = None,
    ) -> "QualityIssue":
        """Somebody outside the provider reports a fault; the provider's clock starts."""
        reporting, today = requester or capacity.organization, clock.today()
        uses = Grant.objects.filter(entry=entry, holder=reporting).in_force(today).exists()
        return cls(
            title=entry.version.name,
            requester=reporting,
            provider=entry.provider,
            route=law.route_of(found_on, today, uses_the_data=uses),
            entry=entry,
            resource=resource,
            version_seen=resource.current if resource else None,
            fields=fields or [],
            fault=fault,
            description=description,
            found_on=found_on,
            submitted=clock.now(),
        )

    @step(
        source=IssueState.VERIFICATION,
        target=IssueState.CONFIRMATION,
        by=holds_the_item,
        under=stage_article,
        closes=STAGE,
        tells=("requester", "authority_of_provider"),
        label=_("Answer that it is corrected…"),
        tone="go",
    )
    def correct(self, *, explanation: str, version: Version | None = None) -> None:
        """The provider has corrected the fault; for a resource a version loaded since then shows it."""
        self.answer, self.explanation, self.ground = Answer.CORRECTED, explanation, ""
        self.corrected_by = version

    @step(
        source=IssueState.VERIFICATION,
        target=IssueState.CONFIRMATION,
        by=holds_the_item,
        under=stage_article,
        closes=STAGE,
        tells=("requester", "authority_of_provider"),
        label=_("Answer that there is no fault…"),
        tone="no",
    )
    def dismiss(self, *, ground: str, explanation: str) -> None:
        """The provider finds no fault, and says on what ground."""
        self.answer, self.explanation, self.ground = Answer.DISMISSED, explanation, ground
        self.corrected_by = None

    @step(
        source=IssueState.CONFIRMATION,
        target=GET_STATE(law.answered, states=[IssueState.RESOLVED, IssueState.DISMISSED]),
        by=holds_own_item,
        under=stage_article,
        closes=STAGE,
        tells=("provider",),
        label=_("Accept the answer"),
        tone="go",
    )
    def accept_answer(self) -> None:
        """Who reported the fault accepts the answer."""

    @step(
        source=IssueState.CONFIRMATION,
        target=IssueState.VERIFICATION,
        by=holds_own_item,
        under=stage_article,
        closes=STAGE,
        tells=("provider", "authority_of_provider"),
        label=_("Reopen…"),
        tone="no",
    )
    def reopen(self, *, reason: str) -> None:
        """The fault is still there: the provider's clock starts afresh, and its authority learns of it."""
        self.reopened, self.reopened_because = self.reopened + 1, reason

    @step(
        source=IssueState.CONFIRMATION,
        target=GET_STATE(law.answered, states=[IssueState.RESOLVED, IssueState.DISMISSED]),
        by=the_clock,
        under=stage_article,
        closes=STAGE,
        tells=("requester", "provider"),
        label=_("Close after silence"),
    )
    def close_by_silence(self) -> None:
        """Nobody objected within the term: the answer stands."""

    @step(
        source=IssueState.VERIFICATION,
        target=IssueState.WITHDRAWN,
        by=policy.by_reporter,
        under=stage_article,
        closes=STAGE,
        tells=("provider",),
        label=_("Withdraw…"),
    )
    def withdraw(self, *, reason: str) -> None:
        """Who reported the fault takes the report back."""
        self.withdrawal_reason = reason

    @property
    def versions_since(self) -> models.QuerySet[Version]:
        """What was loaded after the version in which the fault was seen, or which did not correct it."""
        faulty = self.corrected_by or self.version_seen
        later = Version.objects.filter(resource=self.resource_id, number__gt=faulty.number if faulty else 0)
        return later.order_by("-number")

    @property
    def faulty_fields(self) -> list[Any]:
        """The fields named, as the entry's present version describes them."""
        if not self.fields or not self.entry.current_id:
            return []
        return list(self.entry.version.fields.filter(name__in=self.fields).order_by("position"))

    def words(self) -> dict[str, str]:
        titles = {field.name: field.title for field in self.faulty_fields}
        return titles | {str(self.entry.code): self.title}

    def particulars_for(self, actor: Actor) -> dict[str, Any]:
        return {
            "entry": self.entry.code,
            "resource": self.resource.code if self.resource else None,
            "version_seen": self.version_seen.number if self.version_seen else None,
            "fields": self.fields,
            "fault": self.fault,
            "description": self.description,
            "found_on": self.found_on,
            "answer": self.answer,
            "explanation": self.explanation,
            "ground": self.ground,
            "corrected_by": self.corrected_by.number if self.corrected_by else None,
            "reopened": self.reopened,
        }

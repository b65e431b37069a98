"""The share request: one organization asks another for fields of a catalogue entry (art. 24, 28, 29)."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import GET_STATE

from catalog.models import Entry, EntryVersion, Field
from catalog.vocabulary import ShareMode
from delivery.grants import issue
from delivery.models import Grant
from organizations.actors import Actor, Holding
from organizations.models import Organization
from procedure.models import Case
from procedure.policy import holds_the_item
from procedure.querysets import oversees_the_region
from procedure.steps import KEEP, STAGE, opens, step
from sharing import law, policy
from sharing.law import Answer, ConformanceGround, ProviderGround, dispatch_of, route_of
from sharing.querysets import ShareRequestQuerySet
from workdays import clock

ANSWERS = frozenset({"share_request.agree", "share_request.decline"})
REVIEWS = [law.State.CONFORMANCE_REVIEW, law.State.PROVIDER_REVIEW, law.State.REPLY]
ENDS = [law.State.GRANTED, law.State.REFUSED]

GROUNDED = ~Q(ground="") & ~Q(basis="")
AGREED = Q(answer__in=[Answer.AGREED, Answer.PARTLY])


def next_stage(request: "ShareRequest", **_: object) -> str:
    """The stage that the case's rule set puts next."""
    following = request.next_stage()
    return following.stage if following else str(law.State.REFUSED)


def answered_end(request: "ShareRequest", **_: object) -> str:
    """How the case ends: as the provider answered."""
    return str(law.State.REFUSED if request.answer == Answer.DECLINED else law.State.GRANTED)


def stage_article(case: Case) -> str:
    """The article of the stage that the case is in, from its rule set."""
    rule = case.rule.stage(case.state)
    return rule.article if rule else "28"


class ShareRequest(Case):
    """A request for fields of one entry. The entry's version is pinned when the draft is made."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="share_requests")
    entry_version = models.ForeignKey(EntryVersion, models.PROTECT, related_name="+")
    fields = ArrayField(models.CharField(max_length=64), verbose_name=_("fields"))
    purpose = models.TextField(_("purpose"), max_length=2000)
    legal_basis = models.TextField(_("legal basis"), max_length=2000)
    system = models.CharField(_("system that uses the data"), max_length=200)
    mode = models.CharField(_("mode"), max_length=16, choices=ShareMode.choices)
    until = models.DateField(_("last day of use"))
    answer = models.CharField(
        _("answer"), max_length=8, choices=Answer.choices, default=Answer.NONE, blank=True
    )
    agreed_fields = ArrayField(models.CharField(max_length=64), default=list, verbose_name=_("fields agreed"))
    conditions = models.TextField(_("conditions"), blank=True)
    ground = models.CharField(_("ground"), max_length=20, blank=True)
    basis = models.TextField(_("basis or reason"), blank=True)
    opinion = models.TextField(_("opinion"), blank=True)
    withdrawal_reason = models.TextField(_("reason for withdrawal"), blank=True)

    objects: ClassVar[Any] = ShareRequestQuerySet.as_manager()

    KIND = "share_request"
    PREFIX = "SR"
    KIND_LABEL = _("Share request")
    HEADLINE_TEMPLATE = "sharing/_headline.html"
    SUBJECT_TEMPLATE = "sharing/_subject.html"
    State = law.State
    RESTING: ClassVar[frozenset[str]] = frozenset({law.State.DRAFT})
    FINAL: ClassVar[frozenset[str]] = frozenset({law.State.GRANTED, law.State.REFUSED, law.State.WITHDRAWN})
    WELL_ENDED: ClassVar[frozenset[str]] = frozenset({law.State.GRANTED})

    class Meta:
        verbose_name = _("share request")
        verbose_name_plural = _("share requests")
        constraints = [
            models.CheckConstraint(condition=~Q(fields=[]), name="share_request_asks_for_fields"),
            models.CheckConstraint(
                condition=Q(agreed_fields__contained_by=models.F("fields")),
                name="agreed_fields_were_asked_for",
            ),
            models.CheckConstraint(
                condition=~Q(answer=Answer.DECLINED) | GROUNDED, name="no_refusal_without_ground_and_basis"
            ),
            models.CheckConstraint(
                condition=Q(ground="", basis="") | GROUNDED | AGREED, name="ground_and_basis_together"
            ),
            models.CheckConstraint(
                condition=~Q(answer=Answer.PARTLY) | ~Q(basis=""), name="no_partial_agreement_without_basis"
            ),
            models.CheckConstraint(condition=~AGREED | ~Q(agreed_fields=[]), name="agreement_names_fields"),
        ]
        indexes = [models.Index(fields=["entry"], name="share_request_of_entry")]

    @opens(state=law.State.DRAFT, by=policy.may_ask, under="29(1)", tells=(), label=_("Ask for this data"))
    def draft(
        cls: Any,  # noqa: N805 - `opens` makes it a classmethod
        capacity: Holding,
        *,
        entry: Entry,
        fields: list[str],
        purpose: str,
        legal_basis: str,
        system: str,
        mode: str,
        until: date,
        requester: Organization | None = None,
    ) -> "ShareRequest":
        """A draft that only the requester sees; the entry's present version is pinned."""
        asking = requester or capacity.organization
        version: EntryVersion = entry.version
        return cls(
            title=version.name,
            requester=asking,
            provider=entry.provider,
            route=route_of(asking, entry.provider),
            dispatch=dispatch_of(asking, entry.provider),
            entry=entry,
            entry_version=version,
            fields=fields,
            purpose=purpose,
            legal_basis=legal_basis,
            system=system,
            mode=mode,
            until=until,
        )

    @step(
        source=law.State.DRAFT,
        target=GET_STATE(next_stage, states=REVIEWS),
        by=policy.by_requester,
        under="29(1)",
        closes=KEEP,
        tells=("provider", "authority_of_provider"),
        label=_("Submit"),
        tone="go",
    )
    def submit(self) -> None:
        """The requester files the request; the clocks start."""
        self.submitted = clock.now()

    @step(
        source=law.State.DRAFT,
        target=law.State.DRAFT,
        by=policy.by_requester,
        under="29(1)",
        closes=KEEP,
        tells=(),
        label=_("Change the draft"),
    )
    def amend(
        self, *, fields: list[str], purpose: str, legal_basis: str, system: str, mode: str, until: date
    ) -> None:
        """The requester changes the draft."""
        self.fields, self.purpose, self.legal_basis = fields, purpose, legal_basis
        self.system, self.mode, self.until = system, mode, until

    @step(
        source=law.State.CONFORMANCE_REVIEW,
        target=GET_STATE(next_stage, states=REVIEWS),
        by=holds_the_item,
        under=stage_article,
        closes=STAGE,
        tells=("requester", "provider"),
        label=_("Pass to the provider"),
        tone="go",
    )
    def approve(self, *, opinion: str = "") -> None:
        """The Bureau finds the request in order and passes it to the provider."""
        self.opinion = opinion

    @step(
        source=law.State.CONFORMANCE_REVIEW,
        target=law.State.REFUSED,
        by=holds_the_item,
        under=stage_article,
        closes=STAGE,
        tells=("requester",),
        label=_("Refuse…"),
        tone="no",
    )
    def refuse(self, *, ground: str, basis: str) -> None:
        """The conformance review fails; the request is refused with its ground."""
        self.ground, self.basis = ground, basis

    @step(
        source=law.State.PROVIDER_REVIEW,
        target=GET_STATE(next_stage, states=REVIEWS),
        by=holds_the_item,
        under=stage_article,
        closes=STAGE,
        tells=("bureau",),
        label=_("Agree to the chosen fields"),
        tone="go",
    )
    def agree(self, *, fields: list[str], conditions: str = "", basis: str = "") -> None:
        """The provider agrees, for all or some of the fields asked for."""
        self.answer = Answer.AGREED if set(fields) == set(self.fields) else Answer.PARTLY
        self.agreed_fields, self.conditions, self.basis = fields, conditions, basis

    @step(
        source=law.State.PROVIDER_REVIEW,
        target=GET_STATE(next_stage, states=REVIEWS),
        by=holds_the_item,
        under=stage_article,
        closes=STAGE,
        tells=("bureau",),
        label=_("Do not agree…"),
        tone="no",
    )
    def decline(self, *, ground: str, basis: str) -> None:
        """The provider does not share, with a listed ground and its basis."""
        self.answer, self.ground, self.basis = Answer.DECLINED, ground, basis

    @step(
        source=law.State.REPLY,
        target=GET_STATE(answered_end, states=ENDS),
        by=holds_the_item,
        under=stage_article,
        closes=STAGE,
        tells=("requester", "provider"),
        label=_("Pass the answer on to the requester"),
        tone="go",
    )
    def reply(self) -> None:
        """The Bureau passes the provider's answer on; agreed fields become a grant."""
        if self.answer != Answer.DECLINED:
            issue(
                case=self,
                version=self.entry_version,
                organization=self.asking,
                fields=self.agreed_fields,
                purpose=self.purpose,
                system=self.system,
                mode=self.mode,
                ends=self.until,
                conditions=self.conditions,
            )

    @step(
        source=[law.State.DRAFT, *REVIEWS],
        target=law.State.WITHDRAWN,
        by=policy.by_requester,
        under="28",
        closes=STAGE,
        tells=("provider", "bureau"),
        label=_("Withdraw…"),
        tone="no",
    )
    def withdraw(self, *, reason: str) -> None:
        """The requester no longer needs the data."""
        self.withdrawal_reason = reason

    @property
    def asking(self) -> Organization:
        """The requester, which a share request always has."""
        assert self.requester is not None
        return self.requester

    @property
    def providing(self) -> Organization:
        """The provider, which a share request always has."""
        assert self.provider is not None
        return self.provider

    @property
    def asked(self) -> list[Field]:
        """The fields asked for, as the pinned version describes them; one query for each instance."""
        if not hasattr(self, "_asked"):
            wanted = self.entry_version.fields.filter(name__in=self.fields)
            self._asked: Iterable[Field] = list(wanted.order_by("position"))
        return list(self._asked)

    @property
    def refused_fields(self) -> list[str]:
        """The fields that the provider did not agree to, once it has answered."""
        return [name for name in self.fields if name not in self.agreed_fields] if self.answer else []

    @property
    def ground_label(self) -> str:
        labels = {**dict(ConformanceGround.choices), **dict(ProviderGround.choices)}
        return str(labels.get(self.ground, ""))

    def knows_the_answer(self, actor: Actor) -> bool:
        """Only the reply tells the requester what the provider answered (29(4))."""
        if self.state in ENDS or oversees_the_region(actor):
            return True
        return bool(actor.organization_ids() & {self.providing.pk, self.providing.authority_id})

    def words(self) -> dict[str, str]:
        titles = {field.name: field.title for field in self.asked}
        return titles | {str(self.entry.code): self.title}

    def hides_from(self, actor: Actor) -> frozenset[str]:
        return frozenset() if self.knows_the_answer(actor) else ANSWERS

    def particulars_for(self, actor: Actor) -> dict[str, Any]:
        asked = {
            "entry": self.entry.code,
            "entry_version": self.entry_version.number,
            "fields": self.fields,
            "purpose": self.purpose,
            "legal_basis": self.legal_basis,
            "system": self.system,
            "mode": self.mode,
            "until": self.until,
        }
        return asked | (self._answered() if self.knows_the_answer(actor) else {})

    def repeats(self) -> list["ShareRequest"]:
        """Other open requests of the requester for the same entry (art. 24)."""
        return list(ShareRequest.objects.repeating(self.entry, self.asking).exclude(pk=self.pk))

    def grants_held(self) -> list[Grant]:
        """What the requester may already use of this entry."""
        return list(Grant.objects.filter(entry=self.entry, holder=self.asking).in_force(clock.today()))

    def _answered(self) -> dict[str, Any]:
        return {
            "answer": self.answer,
            "agreed_fields": self.agreed_fields,
            "conditions": self.conditions,
            "ground": self.ground,
            "basis": self.basis,
        }

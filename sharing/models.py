"""The share request: one organization asks another for fields of a catalogue entry (art. 24, 28, 29)."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.models import Entry, EntryVersion, Field
from catalog.vocabulary import ShareMode, ShareType
from delivery import grants
from delivery.models import Grant
from organizations.actors import Actor
from organizations.models import Organization
from procedure.models import Case
from procedure.querysets import oversees_the_region
from procedure.rulebook import StageRule
from sharing import law
from sharing.answers import Answers
from sharing.basket import Wish  # noqa: F401 - Django finds a room's models here
from sharing.changes import Changes
from sharing.filing import Filing
from sharing.keeping_back import KeepingBack
from sharing.law import Answer, ConformanceGround, EntryGround, FinalGround, ProviderGround
from sharing.outside import Outside
from sharing.querysets import ShareRequestQuerySet
from sharing.reviews import Reviews
from sharing.routes import Route
from sharing.use import Use
from workdays import clock

ANSWERING = ("agree", "decline", "agree_by_rule", "opine", "cannot_supply")
ANSWERS = frozenset(f"share_request.{act}" for act in ANSWERING)
STRICTEST_FIRST = (ShareType.WITHHELD, ShareType.CONDITIONAL, ShareType.UNCONDITIONAL)
GROUNDED = ~Q(ground="") & ~Q(basis="")
AGREED = Q(answer__in=[Answer.AGREED, Answer.PARTLY])


class Rating(models.TextChoices):
    """How the requester found the data (30(4))."""

    GOOD = "good", _("Good")
    FAIR = "fair", _("Usable with faults")
    POOR = "poor", _("Not usable")
    UNUSED = "unused", _("Not used")


class ShareRequest(Filing, Reviews, Answers, Outside, Use, KeepingBack, Changes, Case):  # type: ignore[misc] # they set what Case defines
    """A request for fields of one entry, or for data that no entry covers yet.

    The entry's version is pinned when the draft is made. Its steps stand in `filing`, `reviews`, `answers`,
    `outside`, `use` and `changes`; which of its states a case passes, and in which order, its rule set says.
    """

    entry = models.ForeignKey(  # type: ignore[assignment]
        Entry, models.PROTECT, null=True, blank=True, related_name="share_requests", db_index=False
    )
    entry_version = models.ForeignKey(  # type: ignore[assignment]
        EntryVersion, models.PROTECT, null=True, blank=True, related_name="+"
    )
    need = models.TextField(_("data needed"), max_length=2000, blank=True)
    fields = ArrayField(models.CharField(max_length=64), verbose_name=_("fields"), default=list)
    fallen_fields = ArrayField(
        models.CharField(max_length=64), verbose_name=_("fields removed from the entry"), default=list
    )
    purpose = models.TextField(_("purpose"), max_length=2000)
    legal_basis = models.TextField(_("legal basis"), max_length=2000)
    system = models.CharField(_("system that uses the data"), max_length=200)
    mode = models.CharField(_("mode"), max_length=16, choices=ShareMode.choices)
    until = models.DateField(_("last day of use"))
    renews = models.ForeignKey(Grant, models.PROTECT, null=True, blank=True, related_name="renewals")
    bundle = models.CharField(_("bundle"), max_length=32, blank=True, db_index=True)
    answer = models.CharField(  # type: ignore[assignment]
        _("answer"), max_length=8, choices=Answer.choices, default=Answer.NONE, blank=True
    )
    agreed_fields = ArrayField(models.CharField(max_length=64), default=list, verbose_name=_("fields agreed"))
    conditions = models.TextField(_("conditions"), blank=True)
    ground = models.CharField(_("ground"), max_length=20, blank=True)  # type: ignore[assignment]
    basis = models.TextField(_("basis or reason"), blank=True)
    opinion = models.TextField(_("opinion"), blank=True)
    provider_opinion = models.TextField(_("opinion of the department asked"), blank=True)
    withdrawal_reason = models.TextField(_("reason for withdrawal"), blank=True)
    returned_from = models.CharField(max_length=32, blank=True)
    returns = ArrayField(
        models.CharField(max_length=32), default=list, verbose_name=_("stages that returned it")
    )
    to_correct = models.TextField(_("to be corrected"), blank=True)
    exchanges = models.JSONField(_("exchanges outside"), default=list, encoder=DjangoJSONEncoder)
    feedback_used = models.TextField(_("use"), blank=True)
    feedback_evaluation = models.TextField(_("evaluation"), blank=True)
    feedback_rating = models.CharField(_("rating"), max_length=8, choices=Rating.choices, blank=True)

    objects: ClassVar[Any] = ShareRequestQuerySet.as_manager()

    KIND = "share_request"
    PREFIX = "SR"
    KIND_LABEL = _("Share request")
    HEADLINE_TEMPLATE = "sharing/_headline.html"
    SUBJECT_TEMPLATE = "sharing/_subject.html"
    State = law.State
    RESTING: ClassVar[frozenset[str]] = frozenset({law.State.DRAFT})
    FINAL: ClassVar[frozenset[str]] = law.FINAL
    WELL_ENDED: ClassVar[frozenset[str]] = frozenset({law.State.GRANTED})
    MAY_KEEP_BACK: ClassVar[frozenset[str]] = frozenset({law.State.REPLY, law.State.FINAL_REVIEW})
    SEEN_AT_LOCK: ClassVar[dict[str, F]] = {
        "entry_now": F("entry__current"),
        "entry_status_now": F("entry__status"),
    }
    ON_MERGER: ClassVar[str] = "close_on_merger"
    BESIDE: ClassVar[dict[str, Any]] = {law.OPINION: _("Opinion of the department")}

    class Meta:
        verbose_name = _("share request")
        verbose_name_plural = _("share requests")
        constraints = [
            models.CheckConstraint(
                condition=~Q(fields=[]) | Q(entry=None), name="share_request_asks_for_fields"
            ),
            models.CheckConstraint(
                condition=Q(entry__isnull=False, entry_version__isnull=False)
                | (Q(entry=None, entry_version=None) & ~Q(need="")),
                name="share_request_names_entry_or_need",
            ),
            models.CheckConstraint(
                condition=Q(agreed_fields__contained_by=F("fields")),
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
            models.CheckConstraint(
                condition=~AGREED | ~Q(agreed_fields=[]) | Q(entry=None), name="agreement_names_fields"
            ),
        ]
        indexes = [models.Index(fields=["entry"], name="share_request_of_entry")]

    def ask_for(
        self, fields: list[str], purpose: str, legal_basis: str, system: str, mode: str, until: date
    ) -> None:
        """Ask for these fields from now on, with this purpose, basis, system, mode and term."""
        self.fields = [name for name in fields if name not in self.fallen_fields]
        self.purpose, self.legal_basis = purpose, legal_basis
        self.system, self.mode, self.until = system, mode, until

    def grant(self) -> None:
        """Issue the grant of the agreed fields; a request without an entry has nothing that could be read."""
        if self.entry_version is not None:
            grants.issue(
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

    def conclude(self) -> None:
        """The answer takes effect: agreed fields become a grant, which takes the place of a renewed one."""
        if self.answer == Answer.DECLINED:
            self.release_the_old_grant()
        else:
            self.end_the_old_grant()
            self.grant()

    def conclude_unless_passed_on(self) -> None:
        """Where no stage of the route passes the answer on, it takes effect at once (31)."""
        if self.rule.order[-1].stage not in law.PASSING_ON:
            self.conclude()

    def hold_the_old_grant(self) -> None:
        """A renewal filed in time keeps the old grant alive until the decision."""
        if self.renews and law.is_in_time(self.renews.ends, clock.today()):
            grants.hold(self.renews, self)

    def release_the_old_grant(self) -> None:
        """Without a new grant the old one ends on its own day; one that another renewal keeps, it keeps."""
        if self.renews:
            grants.release(self.renews, self)

    def end_the_old_grant(self) -> None:
        """The new grant takes the place of the old one."""
        if self.renews:
            grants.end(self.renews, clock.today())

    def at_once(self) -> str:
        """Unconditional entries are answered by rule, unless the rule set turns that off."""
        rule = self.rule.stage(self.state)
        return rule.then if rule and rule.then == "agree_by_rule" and self.is_unconditional else ""

    def coming(self) -> tuple[StageRule, ...]:
        if self.state in law.ANSWERED:
            return ()
        return self.rule.from_stage(self.returned_from if self.state == law.State.RETURNED else self.state)

    @property
    def share_type(self) -> str:
        """The strictest share type among the fields asked for governs; empty without an entry (art. 20)."""
        said = {field.share_type for field in self.asked}
        return next((str(found) for found in STRICTEST_FIRST if found in said), "")

    @property
    def is_unconditional(self) -> bool:
        return self.share_type == ShareType.UNCONDITIONAL

    @property
    def may_grant(self) -> bool:
        return self.state in {law.State.AWAITING_USE, law.State.FEEDBACK, law.State.GRANTED}

    @property
    def asking(self) -> Organization:
        """The requester, which a share request always has."""
        assert self.requester is not None
        return self.requester

    @property
    def asked(self) -> list[Field]:
        """The fields asked for, as the pinned version describes them; one query for each instance."""
        if not hasattr(self, "_asked"):
            self._asked: Iterable[Field] = list(self._read_asked()) if self.entry_version else []
        return list(self._asked)

    def _read_asked(self) -> Iterable[Field]:
        version = self.entry_version
        assert version is not None
        if "fields" in getattr(version, "_prefetched_objects_cache", {}):
            return [field for field in version.fields.all() if field.name in self.fields]
        return version.fields.filter(name__in=self.fields).order_by("position")

    @property
    def refused_fields(self) -> list[str]:
        """The fields that the provider did not agree to, once it has answered."""
        return [name for name in self.fields if name not in self.agreed_fields] if self.answer else []

    @property
    def ground_label(self) -> str:
        lists = ConformanceGround, ProviderGround, FinalGround, EntryGround
        known = dict(choice for listed in lists for choice in listed.choices)
        return str(known.get(self.ground, ""))

    def knows_the_answer(self, actor: Actor) -> bool:
        """Only the reply tells the requester what the provider answered (29(4))."""
        if self.state in law.ANSWERED or oversees_the_region(actor):
            return True
        provider = self.provider
        side = {provider.pk, provider.authority_id} if provider else set()
        asking = {self.requester_id} if self.route == Route.SAME_CITY else set()
        return bool(actor.organization_ids() & side - asking)

    def words(self) -> dict[str, str]:
        known = Field.objects.filter(version=self.entry_version_id, name__in=self.fallen_fields)
        titles = {field.name: field.title for field in self.asked}
        if self.fallen_fields:
            titles |= dict(known.values_list("name", "title"))
        return titles | ({str(self.entry.code): self.title} if self.entry else {})

    def hides_from(self, actor: Actor) -> frozenset[str]:
        return frozenset() if self.knows_the_answer(actor) else ANSWERS

    def particulars_for(self, actor: Actor) -> dict[str, Any]:
        asked = {
            "entry": self.entry.code if self.entry else None,
            "entry_version": self.entry_version.number if self.entry_version else None,
            "need": self.need,
            "fields": self.fields,
            "purpose": self.purpose,
            "legal_basis": self.legal_basis,
            "system": self.system,
            "mode": self.mode,
            "until": self.until,
            "bundle": self.bundle,
            "renews": self.renews.number if self.renews else None,
            "to_correct": self.to_correct,
            "share_type": self.share_type,
            "fallen_fields": self.fallen_fields,
            "changes": [vars(found) for found in self.differences()],
            "exchanges": self.exchanges,
        }
        return asked | (self._answered() if self.knows_the_answer(actor) else {})

    def repeats(self) -> list["ShareRequest"]:
        """Other open requests of the requester for the same entry (art. 24)."""
        if self.entry is None:
            return []
        return list(ShareRequest.objects.repeating(self.entry, self.asking).exclude(pk=self.pk))

    def grants_held(self) -> list[Grant]:
        """What the requester may already use of this entry."""
        if self.entry is None:
            return []
        return list(Grant.objects.filter(entry=self.entry, holder=self.asking).in_force(clock.today()))

    def _answered(self) -> dict[str, Any]:
        return {
            "answer": self.answer,
            "agreed_fields": self.agreed_fields,
            "conditions": self.conditions,
            "ground": self.ground,
            "basis": self.basis,
        }

"""Cases, work items, rule sets and numbers: what every procedure shares (art. 28-37, 49-51)."""

import copy
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import FSMField

from organizations.models import Organization, PostKind
from procedure.querysets import CaseQuerySet, WorkItemQuerySet
from procedure.reminders import Said
from procedure.rulebook import RouteRule, RuleBook, StageRule
from procedure.saved.filters import SavedFilter  # noqa: F401 - Django finds a room's models here
from procedure.steps import Opening, Step

if TYPE_CHECKING:
    from organizations.actors import Actor


class RuleSet(models.Model):
    """A rule set in force from a date; its digest is its name for ever, since a used one never changes."""

    digest = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    text = models.TextField()
    in_force = models.DateField()

    class Meta:
        ordering = ["-in_force", "name"]
        verbose_name = _("rule set")
        verbose_name_plural = _("rule sets")

    def __str__(self) -> str:
        return f"{self.name} ({self.in_force})"

    @property
    def book(self) -> RuleBook:
        return RuleBook.parse(self.text)


class Case(models.Model):
    """One run of a procedure. Its kinds inherit it and declare their states, steps and opening."""

    number = models.CharField(_("number"), max_length=32, unique=True)
    kind = models.CharField(max_length=32)
    title = models.CharField(pgettext_lazy("case", "subject"), max_length=200)
    state = FSMField(_("state"), max_length=32, protected=True)
    version = models.PositiveIntegerField(default=1)
    route = models.CharField(max_length=32)
    dispatch = models.CharField(_("kind of dispatch (art. 6)"), max_length=8, blank=True)
    requester = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+", db_index=False)
    provider = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+", db_index=False)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    filed_for = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    rules = models.ForeignKey(RuleSet, models.PROTECT, related_name="+")
    origin = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="descendants")
    root = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    opened = models.DateTimeField()
    submitted = models.DateTimeField(null=True, blank=True)
    closed = models.DateTimeField(null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    # What each kind declares.
    KIND: ClassVar[str] = ""
    PREFIX: ClassVar[str] = ""
    KIND_LABEL: ClassVar[str | Promise]
    _steps: ClassVar[tuple[Step, ...]]
    FILES: ClassVar[str] = "requester"
    """The side that files."""
    HEADLINE_TEMPLATE: ClassVar[str] = ""
    SUBJECT_TEMPLATE: ClassVar[str] = ""
    State: ClassVar[type[models.TextChoices]]
    RESTING: ClassVar[frozenset[str]] = frozenset()
    FINAL: ClassVar[frozenset[str]] = frozenset()
    WELL_ENDED: ClassVar[frozenset[str]] = frozenset()
    SEEN_AT_LOCK: ClassVar[dict[str, models.F]] = {}
    """Attributes that `engine.lock` reads in the same statement: what others change while the case rests."""
    ON_MERGER: ClassVar[str] = ""
    """The step by which the clock closes a case whose parties have become one organization."""
    BESIDE: ClassVar[dict[str, str | Promise]] = {}
    MAY_KEEP_BACK: ClassVar[frozenset[str]] = frozenset()
    """Stages that somebody who sees the case may not know of yet: see `as_seen_by`."""

    withheld_items: frozenset[int] = frozenset()
    """Duties that a copy for one actor leaves out."""

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(requester__isnull=True) | Q(provider__isnull=True) | ~Q(requester=F("provider")),
                name="case_parties_differ",
                violation_error_message=_("The requester and the provider are the same organization."),
            ),
        ]
        indexes = [
            models.Index(fields=["requester", "-id"], name="case_of_requester"),
            models.Index(fields=["provider", "-id"], name="case_of_provider"),
            models.Index(fields=["requester", "id"], condition=Q(closed=None), name="case_open_of_requester"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("procedure:case", args=[self.number])

    @classmethod
    def steps(cls) -> tuple[Step, ...]:
        """The steps of this kind, in the order of their declaration."""
        if "_steps" not in vars(cls):
            found = (
                getattr(value, "step", None)
                for base in reversed(cls.__mro__)
                for value in vars(base).values()
            )
            cls._steps = tuple(s for s in found if isinstance(s, Step))
        return cls._steps

    @classmethod
    def step(cls, name: str) -> Step | None:
        return next((step for step in cls.steps() if step.name == name), None)

    @classmethod
    def opening(cls) -> Opening:
        """How cases of this kind are opened; every kind declares it once."""
        declared = (value for base in cls.__mro__ for value in vars(base).values())
        found = (getattr(getattr(value, "__func__", None), "opening", None) for value in declared)
        return next(o for o in found if o)

    @property
    def rule(self) -> RouteRule:
        """The stages of this case under its own rule set."""
        from procedure.rules import book_of

        return book_of(self.rules_id).route(self.KIND, self.route)

    @property
    def laid_by(self) -> RuleBook:
        """The rule set that lays the way of this case: its city's, or the Measures."""
        from procedure.rules import book_of

        return book_of(self.rules_id).set_of(self.KIND or self.kind, self.route)

    @property
    def state_label(self) -> str:
        return str(self.State(self.state).label)

    @property
    def tone(self) -> str:
        """How the state looks: done when the case ended well, late when it ended otherwise, else calm."""
        if self.state not in self.FINAL:
            return "calm"
        return "done" if self.state in self.WELL_ENDED else "late"

    @property
    def is_open(self) -> bool:
        return self.closed is None

    @property
    def items(self) -> list["WorkItem"]:
        """All duties of the case, open and closed, oldest first; read once for each instance."""
        if not hasattr(self, "_items"):
            self._items = sorted(self._read_items(), key=lambda item: item.pk)
        return self._items

    def _read_items(self) -> "Iterable[WorkItem]":
        if "work_items" in getattr(self, "_prefetched_objects_cache", {}):
            return self.work_items.all()
        return self.work_items.with_escalations().select_related("holder", "claimed_by").order_by()

    @property
    def own_case(self) -> bool:
        """Does a party of the case act in it as authority (art. 9, 10)?"""
        from procedure.own_case import has_own

        return has_own(self)

    def open_items(self) -> list["WorkItem"]:
        return [item for item in self.items if item.closed is None]

    def without_items(self) -> Self:
        """A copy that reads its duties anew when it is asked for them."""
        again = copy.copy(self)
        again.__dict__.pop("_items", None)
        again.__dict__.pop("_prefetched_objects_cache", None)
        return again

    def values(self) -> dict[str, object]:
        """What stands in each column now; arrays as tuples, so that they stay as they are."""
        read = ((f.attname, getattr(self, f.attname)) for f in self._meta.concrete_fields)
        return {name: tuple(value) if isinstance(value, list) else value for name, value in read}

    def changed_since(self, values: dict[str, object]) -> list[str]:
        """The columns that hold something else now than in `values`."""
        return [name for name, value in self.values().items() if value != values[name]]

    def next_stage(self) -> StageRule | None:
        return self.rule.after(self.state)

    @classmethod
    def stage_label(cls, stage: str) -> str | Promise:
        """What a stage is called: as its state, or by a name of its own when it lies beside one."""
        return cls.BESIDE.get(stage) or cls.State(stage).label

    # What a kind may refine.

    def coming(self) -> tuple[StageRule, ...]:
        """The stages of the route that are now and to come, as far as they follow by themselves."""
        return self.rule.from_stage(self.state)

    def received_on(self, stage: str, today: date) -> date:
        """From which day the term of a stage runs: the day it opens, unless the law names another event."""
        return today

    def at_once(self) -> str:
        """The step that the clock takes as soon as the case has entered its state; empty for none."""
        return ""

    def beforehand(self, step: Step) -> tuple[str, dict[str, Any]] | None:
        """The step, with its particulars, that the clock takes before this one; None for none.

        Raises Conflict when this one can no longer be taken.
        """
        return None

    def particulars_for(self, actor: "Actor") -> dict[str, object]:
        """What is asked and answered in this case, as far as this actor may know it."""
        return {}

    def words(self) -> dict[str, str]:
        """What names and codes in the particulars are called by people, such as a field's title."""
        return {}

    def hides_from(self, actor: "Actor") -> frozenset[str]:
        """The acts whose content this actor may not see yet."""
        return frozenset()

    def as_seen_by(self, actor: "Actor") -> Self:
        """The case as far as this actor may know it: itself, or a copy as it was before what is kept back."""
        return self

    def hidden_entries(self, actor: "Actor") -> Q:
        """The entries of the trail that are not there for this actor yet."""
        return Q(pk__in=[])


class WorkItem(models.Model):
    """One duty of one organization: until when, under which article, and which step closed it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="work_items")
    stage = models.CharField(max_length=32)
    holder = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    post = models.CharField(max_length=16, choices=PostKind.choices)
    article = models.CharField(max_length=16)
    days = models.PositiveSmallIntegerField(null=True)
    unit = models.CharField(max_length=8)
    source = models.CharField(max_length=8)
    opened = models.DateTimeField()
    received = models.DateField()
    due = models.DateField(null=True)
    remind_on = models.DateField(null=True)
    escalate_on = models.DateField(null=True)
    escalate_further_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    provisional = models.BooleanField(default=False)
    expires_by = models.CharField(max_length=32, blank=True)
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    claimed_at = models.DateTimeField(null=True)
    closed = models.DateTimeField(null=True)
    closed_by_step = models.CharField(max_length=32, blank=True)

    objects = WorkItemQuerySet.as_manager()

    told: Sequence[dict[str, Any]] = ()
    """What was said of the duty, as far as a query asked for it: see `with_escalations`."""

    class Meta:
        ordering = ["due", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "stage", "holder"],
                condition=Q(closed=None),
                name="one_open_item_a_stage_and_holder",
            ),
            models.CheckConstraint(
                condition=Q(closed=None, closed_by_step="")
                | (Q(closed__isnull=False) & ~Q(closed_by_step="")),
                name="closed_items_name_their_step",
            ),
        ]
        indexes = [
            models.Index(fields=["holder", "post", "due", "id"], condition=Q(closed=None), name="item_inbox"),
            models.Index(fields=["due"], condition=Q(closed=None), name="item_due"),
            models.Index(
                fields=["escalate_on"], condition=Q(closed=None, expires_by=""), name="item_escalates"
            ),
            models.Index(
                fields=["expires_on"], condition=Q(closed=None) & ~Q(expires_by=""), name="item_expires"
            ),
            models.Index(
                fields=["due"],
                condition=Q(closed=None, due__isnull=False, escalate_further_on=None),
                name="item_undated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.stage}"

    @property
    def stage_label(self) -> str:
        return str(kinds()[self.case.kind].stage_label(self.stage))

    @property
    def escalated_to_level(self) -> int | None:
        """How high the duty was reported: 0 when its holder was reminded, None when nothing was said."""
        return max((said["level"] for said in self.told if said["level"] >= 0), default=None)

    @property
    def said(self) -> list[Said]:
        """What was said of the duty, the lowest level first."""
        return [Said.read(told) for told in self.told]


class NumberSeries(models.Model):
    """The last number given in one series of one year; numbers have no gaps."""

    prefix = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="one_series_a_year")]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}"


class IdempotentAnswer(models.Model):
    """The first answer to a POST with an `Idempotency-Key`, given again to every repeat."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=255)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    headers = models.JSONField(default=dict)
    created = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_answer_a_key")]

    def __str__(self) -> str:
        return self.key


def kinds() -> dict[str, type[Case]]:
    """Every kind of case by its name, from all rooms that are installed."""
    return {kind.KIND: kind for kind in _descendants(Case) if kind.KIND}


def _descendants(model: type[Case]) -> Iterable[type[Case]]:
    for child in model.__subclasses__():
        yield child
        yield from _descendants(child)

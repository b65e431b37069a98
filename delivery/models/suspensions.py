"""The provider suspends the supply to one user, and its authority reviews that (art. 45)."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from delivery import law
from delivery.law import Ground, Scope
from delivery.law import SuspensionState as State
from delivery.models.grants import Grant
from delivery.models.holding import HoldsGrants
from delivery.models.stops import StopQuerySet
from delivery.stops import holds as stops
from delivery.stops import policy as stop_policy
from organizations.actors import Actor, Holding
from organizations.kinds import PostKind
from procedure.models import Case
from procedure.policy import holds_own_item, holds_the_item
from procedure.steps import OWN, STAGE, opens, step
from workdays import clock

BOTH = ("requester", "provider", "bureau")


class Suspension(HoldsGrants, Case):
    """Supply to one user stops with the opening; the authority hears the user and decides."""

    scope = models.CharField(_("scope"), max_length=8, choices=Scope.choices)
    ground = models.CharField(_("ground"), max_length=12, choices=Ground.choices)
    evidence = models.TextField(_("facts and evidence"), max_length=4000)
    fields_concerned = ArrayField(
        models.CharField(max_length=64), verbose_name=_("fields concerned"), default=list, blank=True
    )
    to_do = models.TextField(_("what the user is asked to do"), max_length=2000, blank=True)
    position = models.TextField(_("statement of the user"), max_length=4000, blank=True)
    heard_at = models.DateTimeField(_("heard at"), null=True, blank=True)
    decision = models.TextField(_("reasons of the decision"), max_length=4000, blank=True)
    conditions = models.TextField(_("conditions of the resumption"), max_length=2000, blank=True)

    objects: ClassVar[Any] = StopQuerySet.as_manager()

    KIND = "suspension"
    PREFIX = "SU"
    KIND_LABEL = _("Suspension of supply")
    FILES = "provider"
    HEADLINE_TEMPLATE = "delivery/_stop_headline.html"
    SUBJECT_TEMPLATE = "delivery/_suspension.html"
    State = State
    FINAL: ClassVar[frozenset[str]] = frozenset({State.RESUMED, State.TERMINATED, State.WITHDRAWN})
    WELL_ENDED: ClassVar[frozenset[str]] = frozenset({State.RESUMED, State.WITHDRAWN})
    BESIDE: ClassVar[dict[str, Any]] = {law.HEARING: _("Hearing of the user")}

    class Meta:
        verbose_name = _("suspension of supply")
        verbose_name_plural = _("suspensions of supply")

    @opens(
        state=State.AUTHORITY_REVIEW,
        by=stop_policy.may_suspend,
        under=law.ARTICLE,
        tells=("requester", "authority_over_supply", "bureau"),
        label=_("Suspend the supply…"),
    )
    def suspend(
        cls: Any,  # noqa: N805 - `opens` makes it a classmethod
        capacity: Holding,
        *,
        grant: Grant,
        scope: str,
        ground: str,
        evidence: str,
        fields_concerned: list[str],
        to_do: str,
    ) -> "Suspension":
        """The provider stops the supply and tells its authority why, in one step."""
        case: Suspension = cls(
            title=grant.entry_version.name,
            requester=grant.holder,
            provider=grant.entry.provider,
            route=law.ROUTE,
            submitted=clock.now(),
            scope=scope,
            ground=ground,
            evidence=evidence,
            fields_concerned=fields_concerned,
            to_do=to_do,
        )
        case.concerned = list(Grant.objects.within(scope, grant))
        return case

    @step(
        source=State.AUTHORITY_REVIEW,
        target=State.AUTHORITY_REVIEW,
        by=holds_own_item,
        under=law.ARTICLE,
        closes=OWN,
        tells=("authority_over_supply", "provider"),
        label=_("Give a statement"),
        tone="go",
        on=(law.HEARING,),
    )
    def respond(self, *, position: str) -> None:
        """The user is heard: it says how it used the data and what it has done since."""
        self.position, self.heard_at = position, clock.now()

    @step(
        source=State.AUTHORITY_REVIEW,
        target=State.RESUMED,
        by=holds_the_item,
        under=law.ARTICLE,
        closes=STAGE,
        tells=BOTH,
        label=_("Resume the supply"),
        tone="go",
    )
    def resume(self, *, decision: str, conditions: str = "") -> None:
        """The authority lets the supply go on, under conditions where it names some."""
        self.decision, self.conditions = decision, conditions
        if conditions:
            stop_policy.may_burden(self)
            stops.bind(self, conditions)
        stops.lift(self)

    @step(
        source=State.AUTHORITY_REVIEW,
        target=State.TERMINATED,
        by=holds_the_item,
        under=law.ARTICLE,
        closes=STAGE,
        tells=BOTH,
        label=_("Terminate the grants…"),
        tone="no",
    )
    def terminate(self, *, decision: str) -> None:
        """The authority ends the grants for good, once the user was heard or let its days pass."""
        stop_policy.may_burden(self)
        self.decision = decision
        stops.end_for_good(self)

    @step(
        source=State.AUTHORITY_REVIEW,
        target=State.WITHDRAWN,
        by=stop_policy.of_the_provider(PostKind.REVIEWER),
        under=law.ARTICLE,
        closes=STAGE,
        tells=("requester", "authority_over_supply", "bureau"),
        label=_("Take the suspension back…"),
    )
    def withdraw(self, *, decision: str) -> None:
        """The provider takes it back, because the facts were otherwise or the fault is mended."""
        self.decision = decision
        stops.lift(self)

    @property
    def grants_held(self) -> list[Grant]:
        return stops.held_by(self)

    @property
    def titles_concerned(self) -> list[str]:
        """The fields concerned as people call them."""
        known = {field.name: field.title for grant in self.grants_held for field in grant.granted_fields}
        return [known.get(name, name) for name in self.fields_concerned]

    def particulars_for(self, actor: Actor) -> dict[str, Any]:
        """All of it: both sides and both authorities know the whole case."""
        stated = ("scope", "ground", "evidence", "fields_concerned", "to_do")
        answered = ("position", "decision", "conditions")
        told = {name: getattr(self, name) for name in (*stated, *answered)}
        return {"grants": [grant.number for grant in self.grants_held]} | told

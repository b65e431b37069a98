"""The provider stops the supply in an emergency and asks for leave in the same step (art. 21, 45)."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import GET_STATE

from catalog.models import Entry
from delivery import law
from delivery.law import EmergencyGround
from delivery.law import StopState as State
from delivery.models.grants import Grant
from delivery.models.holding import HoldsGrants
from delivery.models.stops import Hold, StopQuerySet
from delivery.stops import holds as stops
from delivery.stops import policy as stop_policy
from organizations.actors import Actor, Holding
from organizations.kinds import PostKind
from procedure.models import Case
from procedure.policy import holds_the_item, the_clock
from procedure.querysets import oversees_the_region
from procedure.steps import OWN, STAGE, opens, step
from workdays import clock

TOLD = ("users_of_supply", "provider", "authority_over_supply", "bureau")


class EmergencyStopQuerySet(StopQuerySet):
    """Emergency stops; the users whose supply stops see them too."""

    def visible_to(self, actor: Actor) -> Self:
        concerned = Hold.objects.filter(case=OuterRef("pk"), grant__holder__in=actor.organization_ids())
        return self.filter(Q(pk__in=super().visible_to(actor).values("pk")) | Exists(concerned))


def after_the_term(case: Any, **_: object) -> str:
    """Where the case goes when its days are over: on with another case, or to its end."""
    return str(State.CARRIED if case.is_carried else State.ENDED)


class EmergencyStop(HoldsGrants, Case):
    """Supply of an entry, or under one grant, stops at once; without leave within a day it resumes."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+", verbose_name=_("catalogue entry"))
    ground = models.CharField(_("ground"), max_length=12, choices=EmergencyGround.choices)
    evidence = models.TextField(_("facts and evidence"), max_length=4000)
    decision = models.TextField(_("reasons of the decision"), max_length=4000, blank=True)

    objects: ClassVar[Any] = EmergencyStopQuerySet.as_manager()

    KIND = "emergency_stop"
    PREFIX = "ES"
    KIND_LABEL = _("Emergency stop")
    FILES = "provider"
    HEADLINE_TEMPLATE = "delivery/_stop_headline.html"
    SUBJECT_TEMPLATE = "delivery/_emergency_stop.html"
    State = State
    RESTING: ClassVar[frozenset[str]] = frozenset({State.STOPPED, State.CARRIED})
    FINAL: ClassVar[frozenset[str]] = frozenset({State.LAPSED, State.REFUSED, State.ENDED})
    WELL_ENDED: ClassVar[frozenset[str]] = frozenset({State.ENDED})
    BESIDE: ClassVar[dict[str, Any]] = {law.STOP: _("Days of the stop")}

    is_carried = False

    class Meta:
        verbose_name = _("emergency stop")
        verbose_name_plural = _("emergency stops")

    @opens(
        state=State.CONFIRMATION,
        by=stop_policy.may_stop,
        under=law.ARTICLE,
        tells=TOLD,
        label=_("Emergency stop…"),
    )
    def stop(
        cls: Any,  # noqa: N805 - `opens` makes it a classmethod
        capacity: Holding,
        *,
        entry: Entry,
        grant: Grant | None,
        ground: str,
        evidence: str,
    ) -> "EmergencyStop":
        """The provider stops the supply and asks its authority for leave, in one step."""
        case: EmergencyStop = cls(
            title=entry.version.name,
            requester=grant.holder if grant else None,
            provider=entry.provider,
            route=law.ROUTE,
            submitted=clock.now(),
            entry=entry,
            ground=ground,
            evidence=evidence,
        )
        case.concerned = [grant] if grant else list(Grant.objects.usable().filter(entry=entry))
        return case

    @step(
        source=State.CONFIRMATION,
        target=State.STOPPED,
        by=holds_the_item,
        under=law.ARTICLE,
        closes=OWN,
        tells=TOLD,
        label=_("Give leave"),
        tone="go",
    )
    def confirm(self, *, decision: str = "") -> None:
        """The authority gives leave: the supply stays stopped until the days are over."""
        self.decision = decision

    @step(
        source=State.CONFIRMATION,
        target=State.REFUSED,
        by=holds_the_item,
        under=law.ARTICLE,
        closes=STAGE,
        tells=TOLD,
        label=_("Refuse leave…"),
        tone="no",
    )
    def refuse(self, *, decision: str) -> None:
        """The authority sees no emergency: the supply resumes."""
        self.decision = decision
        stops.lift(self)

    @step(
        source=[State.CONFIRMATION, State.STOPPED, State.CARRIED],
        target=State.ENDED,
        by=stop_policy.of_the_provider(PostKind.REVIEWER),
        under=law.ARTICLE,
        closes=STAGE,
        tells=TOLD,
        label=_("Resume the supply…"),
    )
    def resume(self, *, decision: str) -> None:
        """The provider resumes the supply: the danger is over."""
        self.decision = decision
        stops.lift(self)

    @step(
        source=State.CONFIRMATION,
        target=State.LAPSED,
        by=the_clock,
        under=law.ARTICLE,
        closes=STAGE,
        tells=TOLD,
        label=_("Lapse"),
    )
    def lapse(self) -> None:
        """Nobody gave leave in time: the supply resumes by itself."""
        stops.lift(self)

    @step(
        source=State.STOPPED,
        target=GET_STATE(after_the_term, states=[State.CARRIED, State.ENDED]),
        by=the_clock,
        under=law.ARTICLE,
        closes=STAGE,
        tells=TOLD,
        label=_("The days of the stop are over"),
    )
    def end_stop(self) -> None:
        """Five working days have passed: the supply resumes unless a case under 27 or 41 keeps it stopped.

        A suspension (45) holds its grants itself.
        """
        self.is_carried = stops.is_kept_stopped(self)
        if not self.is_carried:
            stops.lift(self)

    @step(
        source=State.CARRIED,
        target=State.ENDED,
        by=the_clock,
        under=law.ARTICLE,
        closes=STAGE,
        tells=TOLD,
        label=_("The other case has ended"),
    )
    def end_at_last(self) -> None:
        """The case that kept the supply stopped is over."""
        stops.lift(self)

    @property
    def grants_held(self) -> list[Grant]:
        return stops.held_by(self)

    def grants_for(self, actor: Actor) -> list[Grant]:
        """The grants concerned that this reader may know: a user sees its own."""
        mine = actor.organization_ids()
        authority = self.provider.authority_id if self.provider else None
        sees_all = bool({self.provider_id, authority} & mine) or oversees_the_region(actor)
        return [grant for grant in self.grants_held if sees_all or grant.holder_id in mine]

    def particulars_for(self, actor: Actor) -> dict[str, Any]:
        return {
            "entry": self.entry.code,
            "grants": [grant.number for grant in self.grants_for(actor)],
            "ground": self.ground,
            "evidence": self.evidence,
            "decision": self.decision,
        }

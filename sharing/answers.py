"""Steps of who provides, and of who passes the answer on (art. 29(3), 29(4), 30(2), 30(3), 31, 35)."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import GET_STATE

from catalog.models import Entry
from organizations.models import Organization
from procedure.policy import holds_own_item, holds_the_item, the_clock
from procedure.steps import OWN, STAGE, step
from sharing import policy, turns
from sharing.changes import FieldsGone
from sharing.law import ANSWERED, OPINION, PASSING_ON, STAGES, Answer, ProviderGround, State
from sharing.routes import dispatch_of, route_of

DECIDING = [State.PROVIDER_REVIEW, State.AUTHORITY_REVIEW]
AGREED = [*PASSING_ON, State.AWAITING_USE, State.GRANTED]
DECLINED = [*PASSING_ON, State.REFUSED]
TOLD = ("next_holders", "requester_once_answered", "authority_once_answered")
BY_RULE = _("Shared unconditionally: given by rule.")


class Answers(models.Model):
    """What the provider decides, and how the requester learns of it."""

    class Meta:
        abstract = True

    @step(
        source=DECIDING,
        target=GET_STATE(turns.after_the_answer, states=AGREED),
        by=policy.decides,
        under=turns.stage_article,
        closes=STAGE,
        tells=TOLD,
        label=_("Agree to the chosen fields"),
        tone="go",
    )
    def agree(self: Any, *, fields: list[str], conditions: str = "", basis: str = "") -> None:
        """The provider agrees, for all or some of the fields asked for; those just removed fall out."""
        left = [name for name in fields if name not in self.fallen_fields]
        if fields and not left:
            raise FieldsGone(article="21")
        fields = left
        self.answer = Answer.AGREED if set(fields) == set(self.fields) else Answer.PARTLY
        self.agreed_fields, self.conditions, self.basis = fields, conditions, basis
        self.conclude_unless_passed_on()

    @step(
        source=DECIDING,
        target=GET_STATE(turns.after_the_answer, states=DECLINED),
        by=policy.decides,
        under=turns.stage_article,
        closes=STAGE,
        tells=TOLD,
        label=_("Do not agree…"),
        tone="no",
    )
    def decline(self: Any, *, ground: str, basis: str) -> None:
        """The provider does not share, with a listed ground and its basis."""
        self.answer, self.ground, self.basis = Answer.DECLINED, ground, basis
        self.conclude_unless_passed_on()

    @step(
        source=DECIDING,
        target=GET_STATE(turns.after_the_answer, states=AGREED),
        by=the_clock,
        under=turns.stage_article,
        closes=STAGE,
        tells=(*TOLD, "provider"),
        label=_("Agree by rule"),
    )
    def agree_by_rule(self: Any) -> None:
        """Unconditional entries need no decision: the answer is given by rule at once, and recorded so."""
        self.answer, self.agreed_fields = Answer.AGREED, list(self.fields)
        self.conditions = str(BY_RULE)
        self.conclude_unless_passed_on()

    @step(
        source=State.AUTHORITY_REVIEW,
        target=State.AUTHORITY_REVIEW,
        by=holds_the_item,
        under=turns.stage_article,
        closes=OWN,
        tells=("authority_of_provider",),
        label=_("Give your opinion…"),
        on=(OPINION,),
    )
    def opine(self: Any, *, opinion: str) -> None:
        """The department of the other city tells its authority what it thinks (30(2))."""
        self.provider_opinion = opinion

    @step(
        source=PASSING_ON,
        target=GET_STATE(turns.answered, states=ANSWERED),
        by=policy.decides,
        under=turns.stage_article,
        closes=STAGE,
        tells=("requester", "provider", "authority_of_requester"),
        label=_("Pass the answer on to the requester"),
        tone="go",
    )
    def reply(self: Any) -> None:
        """The answer is passed on; agreed fields become a grant."""
        self.conclude()

    @step(
        source=State.FINAL_REVIEW,
        target=State.REFUSED,
        by=policy.decides,
        under="30(3)",
        closes=STAGE,
        tells=("requester", "provider", "authority_of_requester"),
        label=_("Refuse in the final review…"),
        tone="no",
    )
    def overrule(self: Any, *, ground: str, basis: str) -> None:
        """In the final review the Bureau refuses what the provider agreed to, with its ground (30(3))."""
        self.answer, self.agreed_fields, self.conditions = Answer.DECLINED, [], ""
        self.ground, self.basis = ground, basis
        self.release_the_old_grant()

    @step(
        source=State.NAMING,
        target=State.CATALOGUING,
        by=holds_the_item,
        under="35",
        closes=STAGE,
        tells=("requester", "provider"),
        label=_("Name the provider"),
        tone="go",
    )
    def name_provider(self: Any, *, provider: Organization) -> None:
        """The requester's authority names who has to provide what no entry covers yet."""
        policy.check_parties_differ(self.requester, provider)
        self.provider = provider
        self.route = route_of(self.requester, provider)
        self.dispatch = dispatch_of(self.requester, provider)

    @step(
        source=State.CATALOGUING,
        target=GET_STATE(turns.first_stage, states=STAGES),
        by=holds_own_item,
        under="35",
        closes=STAGE,
        tells=("requester",),
        label=_("The entry is in the catalogue"),
        tone="go",
    )
    def link_entry(self: Any, *, entry: Entry, fields: list[str]) -> None:
        """The provider has catalogued the data: the request goes on for these fields of the new entry."""
        self.entry, self.entry_version, self.fields = entry, entry.version, fields
        self.title = entry.version.name

    @step(
        source=State.CATALOGUING,
        target=GET_STATE(turns.answering, states=DECLINED),
        by=holds_own_item,
        under="35",
        closes=STAGE,
        tells=TOLD,
        label=_("Cannot supply…"),
        tone="no",
    )
    def cannot_supply(self: Any, *, basis: str) -> None:
        """The provider does not hold the data; article 35 applies."""
        self.answer, self.ground, self.basis = Answer.DECLINED, ProviderGround.NO_DATA, basis
        self.conclude_unless_passed_on()

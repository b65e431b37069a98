"""Steps of the side that asks: draft, submit, correct, withdraw; and what lapses by itself (art. 24, 28)."""

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import GET_STATE

from catalog.models import Entry
from delivery.models import Grant
from organizations.actors import Holding
from organizations.models import Organization
from procedure.policy import the_clock
from procedure.steps import KEEP, STAGE, opens, step
from sharing import policy, turns
from sharing.law import REVIEWS, STAGES, State
from sharing.routes import Route, dispatch_of, route_of
from workdays import clock

WITHDRAWABLE = [State.DRAFT, State.NAMING, State.CATALOGUING, *REVIEWS, State.FINAL_REVIEW, State.REPLY]


class Filing(models.Model):
    """What the requester does."""

    class Meta:
        abstract = True

    @opens(
        state=State.DRAFT,
        by=policy.may_ask,
        under=turns.stage_article,
        tells=(),
        label=_("Ask for this data"),
        eligible=policy.may_ask_at_all,
    )
    def draft(
        cls: Any,  # noqa: N805 - `opens` makes it a classmethod
        capacity: Holding,
        *,
        fields: list[str],
        purpose: str,
        legal_basis: str,
        system: str,
        mode: str,
        until: date,
        entry: Entry | None = None,
        need: str = "",
        provider: Organization | None = None,
        requester: Organization | None = None,
        renews: Grant | None = None,
        bundle: str = "",
    ) -> Any:
        """A draft that only the requester sees.

        With an entry its present version is pinned; without one, `need` says what is wanted, and `provider`
        names a body outside the region.
        """
        asking = requester or capacity.organization
        asked = entry.provider if entry else provider
        policy.check_parties_differ(asking, asked)
        return cls(
            title=entry.version.name if entry else need.splitlines()[0][:100],
            requester=asking,
            provider=asked,
            route=route_of(asking, asked) if asked else Route.NEED,
            dispatch=dispatch_of(asking, asked) if asked else "",
            entry=entry,
            entry_version=entry.version if entry else None,
            need=need,
            renews=renews,
            bundle=bundle,
            fields=fields,
            purpose=purpose,
            legal_basis=legal_basis,
            system=system,
            mode=mode,
            until=until,
        )

    @step(
        source=State.DRAFT,
        target=GET_STATE(turns.next_stage, states=STAGES),
        by=policy.by_requester,
        under=turns.stage_article,
        closes=STAGE,
        tells=("provider", "authority_of_provider", "authority_of_requester"),
        label=_("Submit"),
        tone="go",
    )
    def submit(self: Any) -> None:
        """The requester files the request; the clocks start."""
        self.submitted = clock.now()
        self.hold_the_old_grant()

    @step(
        source=State.DRAFT,
        target=State.DRAFT,
        by=policy.by_requester,
        under=turns.stage_article,
        closes=KEEP,
        tells=(),
        label=_("Change the draft"),
    )
    def amend(
        self: Any, *, fields: list[str], purpose: str, legal_basis: str, system: str, mode: str, until: date
    ) -> None:
        """The requester changes the draft."""
        self.ask_for(fields, purpose, legal_basis, system, mode, until)

    @step(
        source=State.RETURNED,
        target=GET_STATE(turns.back_again, states=REVIEWS),
        by=policy.by_requester,
        under="28",
        closes=STAGE,
        tells=("provider",),
        label=_("Submit the correction"),
        tone="go",
    )
    def resubmit(
        self: Any, *, fields: list[str], purpose: str, legal_basis: str, system: str, mode: str, until: date
    ) -> None:
        """The requester has corrected what the list names; the reviewer's clock starts afresh."""
        self.ask_for(fields, purpose, legal_basis, system, mode, until)

    @step(
        source=[*WITHDRAWABLE, State.RETURNED, State.OUTSIDE],
        target=State.WITHDRAWN,
        by=policy.by_requester,
        under="28",
        closes=STAGE,
        tells=("provider", "bureau", "next_holders"),
        label=_("Withdraw…"),
        tone="no",
    )
    def withdraw(self: Any, *, reason: str) -> None:
        """The requester no longer needs the data."""
        self.withdrawal_reason = reason
        self.release_the_old_grant()

    @step(
        source=[State.DRAFT, State.RETURNED],
        target=State.LAPSED,
        by=the_clock,
        under="28",
        closes=STAGE,
        tells=("requester",),
        label=_("Lapse"),
    )
    def lapse(self: Any) -> None:
        """Nobody acted in time on the draft, or on what was returned."""
        self.release_the_old_grant()

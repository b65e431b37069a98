"""Steps of who reviews a request: pass, refuse, return once with a complete list (art. 29(2), 30, 31, 36)."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import GET_STATE

from procedure.steps import STAGE, step
from sharing import policy, turns
from sharing.law import REVIEWS, STAGES, State


class Reviews(models.Model):
    """What reviewing authorities do, and what every reviewer may do once."""

    class Meta:
        abstract = True

    @step(
        source=[State.CITY_REVIEW, State.CONFORMANCE_REVIEW],
        target=GET_STATE(turns.next_stage, states=STAGES),
        by=policy.decides,
        under=turns.stage_article,
        closes=STAGE,
        tells=("requester", "provider"),
        label=_("Pass on"),
        tone="go",
    )
    def approve(self: Any, *, opinion: str = "") -> None:
        """The reviewer finds the request in order; the next stage begins."""
        self.opinion = opinion

    @step(
        source=[State.NAMING, State.CITY_REVIEW, State.CONFORMANCE_REVIEW],
        target=State.REFUSED,
        by=policy.decides,
        under=turns.stage_article,
        closes=STAGE,
        tells=("requester",),
        label=_("Refuse…"),
        tone="no",
    )
    def refuse(self: Any, *, ground: str, basis: str) -> None:
        """The review fails; the request is refused with its ground."""
        self.ground, self.basis = ground, basis
        self.release_the_old_grant()

    @step(
        source=REVIEWS,
        target=State.RETURNED,
        by=policy.decides,
        under=turns.stage_article,
        closes=STAGE,
        tells=("requester",),
        label=_("Return for correction…"),
    )
    def return_for_correction(self: Any, *, missing: str, again_because: str = "") -> None:
        """The reviewer lists, completely and once, what has to be corrected; his clock closes."""
        self.returned_from = self.state
        self.returns = [*self.returns, self.state]
        self.to_correct = missing

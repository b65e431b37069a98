"""Steps after the grant in a city's request: the first use, and the feedback on it (30(4))."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from procedure.policy import the_clock
from procedure.steps import STAGE, step
from sharing import policy
from sharing.law import State


class Use(models.Model):
    """What the requester reports of the use."""

    class Meta:
        abstract = True

    @step(
        source=State.AWAITING_USE,
        target=State.FEEDBACK,
        by=the_clock,
        under="30(4)",
        closes=STAGE,
        tells=("requester",),
        label=_("Use begins"),
    )
    def use_begins(self: Any) -> None:
        """The data was read for the first time, or thirty working days have passed: the clock starts."""

    @step(
        source=[State.AWAITING_USE, State.FEEDBACK],
        target=State.GRANTED,
        by=policy.by_requester,
        under="30(4)",
        closes=STAGE,
        tells=("bureau", "authority_of_requester", "provider"),
        label=_("Report use and evaluation"),
        tone="go",
    )
    def feed_back(self: Any, *, used: str, evaluation: str, rating: str) -> None:
        """The requester reports how the data is used and what it thinks of it; unused data needs a reason."""
        self.feedback_used, self.feedback_evaluation, self.feedback_rating = used, evaluation, rating

"""Steps of a request to a ministry or another province, for which the Bureau applies (art. 36)."""

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from procedure.policy import holds_the_item
from procedure.steps import KEEP, STAGE, step
from sharing import turns
from sharing.law import Answer, State


class Outside(models.Model):
    """What the Bureau records of an application outside the region."""

    class Meta:
        abstract = True

    @step(
        source=State.OUTSIDE,
        target=State.OUTSIDE,
        by=holds_the_item,
        under=turns.stage_article,
        closes=KEEP,
        tells=("requester",),
        label=_("Record an exchange…"),
    )
    def record_exchange(self: Any, *, on: date, direction: str, document: str, summary: str) -> None:
        """A letter or message to or from the body outside; every one of them stands in the case's log."""
        entry = {"on": on.isoformat(), "direction": direction, "document": document, "summary": summary}
        self.exchanges = [*self.exchanges, entry]

    @step(
        source=State.OUTSIDE,
        target=State.GRANTED,
        by=holds_the_item,
        under="36",
        closes=STAGE,
        tells=("requester", "authority_of_requester"),
        label=_("The body outside agreed…"),
        tone="go",
    )
    def obtained(self: Any, *, document: str, conditions: str) -> None:
        """The body outside has agreed; its document and conditions bind the requester."""
        self.answer, self.agreed_fields = Answer.AGREED, list(self.fields)
        self.conditions, self.basis = conditions, document

    @step(
        source=State.OUTSIDE,
        target=State.REFUSED,
        by=holds_the_item,
        under="36",
        closes=STAGE,
        tells=("requester", "authority_of_requester"),
        label=_("The body outside refused…"),
        tone="no",
    )
    def not_obtained(self: Any, *, ground: str, basis: str) -> None:
        """The body outside has refused, or did not answer."""
        self.answer, self.ground, self.basis = Answer.DECLINED, ground, basis

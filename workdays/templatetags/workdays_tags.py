"""`{% explain received days unit due article %}`: why a period ends when it ends, for any room's page."""

from datetime import date, datetime
from typing import Any

from django import template

from workdays.calendar import current
from workdays.clock import SHANGHAI
from workdays.counting import Unit
from workdays.errors import BeyondCalendar
from workdays.explanation import Explanation
from workdays.wording import dated

register = template.Library()


@register.inclusion_tag("workdays/_explanation.html")
def explain(
    received: date,
    days: int,
    unit: str = "working",
    due: date | None = None,
    article: str = "",
    item: int | None = None,
) -> dict[str, Any]:
    """The month grid and the sentence. `due` is the date the case carries, shown when it differs.

    `item` is the key of the work item: then its own page, which tells what moved the date, is linked.
    """
    start = received.astimezone(SHANGHAI).date() if isinstance(received, datetime) else received
    calendar = current()
    try:
        counted = calendar.due(start, days, unit)
    except BeyondCalendar as refusal:
        return {"refusal": refusal.sentence, "item": item}
    explanation = Explanation(start, days, Unit(unit), counted, calendar, article)
    return {
        "explanation": explanation,
        "moved_to": dated(due) if due and due != counted.date else "",
        "item": item,
    }

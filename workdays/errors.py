"""What the calendar refuses: dates for which nobody has said yet which days are worked."""

from datetime import date

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from refusals.tree import Refusal
from workdays.wording import long_date


class BeyondCalendar(Refusal):
    """The date lies after the year that follows the last final one."""

    code = "beyond_calendar"
    status = 422

    def __init__(self, last: date) -> None:
        super().__init__(
            format_lazy(
                _(
                    "The working-day calendar ends on {last}: later arrangements are not announced yet. "
                    "Choose an earlier date or a shorter period."
                ),
                last=long_date(last),
            )
        )


class BeforeCalendar(BeyondCalendar):
    """The date lies before the first year entered."""

    code = "before_calendar"

    def __init__(self, first: date) -> None:
        Refusal.__init__(
            self,
            format_lazy(
                _("The working-day calendar begins on {first}. Choose that date or a later one."),
                first=long_date(first),
            ),
        )

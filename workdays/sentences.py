"""What the trail says of a change of the calendar."""

from django.utils.translation import gettext_lazy as _

from audit.sentences import register

register("workdays.enter_notice", _("{actor} entered the calendar notice {title} {number}."))
register(
    "workdays.correct_notice", _("{actor} corrected the calendar notice {title} {number}: edition {edition}.")
)
register(
    "workdays.record_outage",
    _("{actor} recorded an outage of the platform of {city} from {starts} to {ends}: {reason}"),
)

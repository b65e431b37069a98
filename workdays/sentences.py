"""What the trail says of a change of the calendar."""

from django.utils.translation import gettext_lazy as _

from audit.sentences import register

register("workdays.enter_notice", _("{actor} entered the calendar notice {title} {number}."))

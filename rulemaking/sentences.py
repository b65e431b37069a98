"""What the trail says of city procedures (art. 10, 31)."""

from django.utils.translation import gettext_lazy as _

from audit.sentences import register

register("rulemaking.draft", _("{actor} wrote a draft of the procedure of {city_name}"))
register("rulemaking.discard", _("{actor} did away with the draft of the procedure of {city_name}"))
register(
    "rulemaking.enact",
    _(
        "{actor} published version {number} of the procedure of {city_name}, in force from {in_force}:"
        " {title}. Requests opened from that day on follow it."
    ),
)
register(
    "rulemaking.repeal",
    _(
        "{actor} repealed the procedure of {city_name} from {in_force}: {reason}."
        " Requests opened from that day on follow the default procedure."
    ),
)
register(
    "rulemaking.recall",
    _("{actor} recalled version {number} of the procedure of {city_name} before it took effect."),
)
register(
    "rulemaking.lay_over",
    _("Version {number} of the procedure of {city_name} now lies over the rule set {measures}."),
)

"""What the trail says of data taken, of deliveries and of clues (art. 42)."""

from django.utils.translation import gettext_lazy as _

from audit.sentences import register

register("delivery.read", _("{actor} read {rows} rows of {subject} under grant {grant}: {fields}."))
register("delivery.denied", _("{actor} asked for {subject} and was refused (reason code: {reason})."))
register("delivery.count", _("{actor} counted {subject} under grant {grant}: {fields}."))
register(
    "delivery.export",
    _("{actor} began export {delivery} of {subject} as {form} under grant {grant}: {fields}."),
)
register(
    "delivery.file",
    _("{actor} began to take file {file} of {subject} under grant {grant}, delivery {delivery}."),
)
register("delivery.call", _("{actor} called the service {subject} under grant {grant}, delivery {delivery}."))
register("delivery.delivered", _("Delivery {delivery} of {subject} to {actor} is complete: {bytes} bytes."))
register("delivery.broken", _("Delivery {delivery} of {subject} to {actor} broke off after {bytes} bytes."))
register("delivery.clue", _("Unusual use under grant {grant} on {day} ({kind})."))
register("delivery.silence", _("The service {subject} has not answered since {since} ({reason})."))
register(
    "delivery.calls_fail",
    _(
        "{calls} calls of the service {subject} failed one after another since {since} ({reason}). Look "
        "after the service; until it answers, nothing is supplied."
    ),
)
register("delivery.answers", _("The service {subject} answers again; it was silent since {since}."))

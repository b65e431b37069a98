"""What the trail says of suspensions and emergency stops (art. 45)."""

from django.utils.translation import gettext_lazy as _

from audit.sentences import register

SENTENCES = {
    "suspension.suspend": _("{actor} suspended the supply and told the authority why: {evidence}"),
    "suspension.respond": _("{actor} was heard: {position}"),
    "suspension.resume": _("{actor} let the supply go on: {decision}"),
    "suspension.terminate": _("{actor} terminated the grants: {decision}"),
    "suspension.withdraw": _("{actor} took the suspension back: {decision}"),
    "emergency_stop.stop": _("{actor} stopped the supply in an emergency and asked for leave: {evidence}"),
    "emergency_stop.confirm": _("{actor} gave leave for the stop."),
    "emergency_stop.refuse": _("{actor} refused leave, the supply resumes: {decision}"),
    "emergency_stop.resume": _("{actor} resumed the supply: {decision}"),
    "emergency_stop.lapse": _("Nobody gave leave in time: the supply resumed by itself."),
    "emergency_stop.end_stop": _("The days of the emergency stop are over."),
    "emergency_stop.end_at_last": _("The case that kept the supply stopped has ended; the supply resumed."),
}
for act, sentence in SENTENCES.items():
    register(act, sentence)

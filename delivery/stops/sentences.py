"""What the trail says of subscriptions, messages, ends and stops (art. 29(4), 44, 45)."""

from django.utils.translation import gettext_lazy as _

from audit.sentences import register

SENTENCES = {
    "delivery.accept_duties": _("{actor} accepted the duties under grant {grant} for the system {system}."),
    "delivery.quota": _(
        "{actor} limited what may be taken in a day under grant {grant}: {rows_a_day} rows, {reads_a_day} "
        "reads (— means without a limit). Reason: {reason}"
    ),
    "delivery.quota_lifted": _("{actor} lifted the daily limits of grant {grant}. Reason: {reason}"),
    "delivery.arrange": _("{actor} arranged how the data under grant {grant} is taken."),
    "delivery.issue_key": _("{actor} issued key {key} for the system {system}."),
    "delivery.replace_key": _("{actor} replaced key {key}; it opens until {ends}."),
    "delivery.revoke_key": _("{actor} revoked key {key}."),
    "delivery.name_target": _("{actor} set where the system is told of new versions."),
    "delivery.pushed": _("The subscribed system was told of a new version (message {message})."),
    "delivery.push_disabled": _(
        "Messages under grant {grant} no longer reach your system ({answer}) and are not sent any more. "
        "Look after the address on the page of the subscription, then switch it on again."
    ),
    "delivery.send_again": _("{actor} had message {message} sent again."),
    "delivery.ends_soon": _(
        "Grant {grant} on “{entry}” ends on {ends}. If you need the data longer, file a renewal at least "
        "10 working days before."
    ),
    "delivery.is_over": _("Grant {grant} on “{entry}” ended on {ends}; data is no longer supplied."),
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

"""What the trail says of subscriptions, messages and ends (art. 29(4), 44)."""

from django.utils.translation import gettext_lazy as _

from audit.sentences import register

SENTENCES = {
    "delivery.accept_duties": _("{actor} accepted the duties under grant {grant} for the system {system}."),
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
}
for act, sentence in SENTENCES.items():
    register(act, sentence)

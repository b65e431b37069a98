"""What the trail says of daily limits (art. 44)."""

from django.utils.translation import gettext_lazy as _

from audit.sentences import register

SENTENCES = {
    "delivery.quota": _(
        "{actor} limited what may be taken in a day under grant {grant}: {rows_a_day} rows, {reads_a_day} "
        "reads (— means without a limit). Reason: {reason}"
    ),
    "delivery.quota_lifted": _("{actor} lifted the daily limits of grant {grant}. Reason: {reason}"),
}
for act, sentence in SENTENCES.items():
    register(act, sentence)

"""What the trail says of signed heads and where they go (art. 42)."""

from django.utils.translation import gettext_lazy as _

from audit.sentences import register

register("delivery.name_head_target", _("{actor} had signed heads of the trail sent to {address}."))
register("delivery.drop_head_target", _("{actor} had no more heads of the trail sent to {address}."))
register(
    "delivery.head_target_disabled",
    _("{address} did not answer again and again ({answer}): no more heads of the trail are sent there."),
)

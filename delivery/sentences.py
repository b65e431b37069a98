"""What the trail says of mounting, of reads and of reads denied (art. 42)."""

from django.utils.translation import gettext_lazy as _

from audit.sentences import register

register("delivery.mount", _("{actor} mounted {rows} rows on {subject}."))
register("delivery.mount_files", _("{actor} mounted {rows} files on {subject}."))
register("delivery.restore", _("{actor} put version {version} of {subject} back in place."))
register(
    "delivery.load_failed",
    _("Loading “{name}” on {subject} failed ({reason}). What was there before is still supplied."),
)
register("delivery.load_cancelled", _("Loading “{name}” on {subject} was cancelled."))
register("delivery.source", _("{actor} registered the source “{title}” for {subject}."))
register("delivery.service", _("{actor} registered the service “{title}” as {subject}."))
register("delivery.name_head_target", _("{actor} had signed heads of the trail sent to {address}."))
register("delivery.drop_head_target", _("{actor} had no more heads of the trail sent to {address}."))
register(
    "delivery.head_target_disabled",
    _("{address} did not answer again and again ({answer}): no more heads of the trail are sent there."),
)
register("delivery.read", _("{actor} read {rows} rows of {subject} under grant {grant}: {fields}."))
register("delivery.denied", _("{actor} asked for {subject} and was refused (reason code: {reason})."))

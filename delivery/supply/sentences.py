"""What the trail says of what is supplied: loads, versions, sources, services (art. 23, 24, 38)."""

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

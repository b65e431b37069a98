"""What the trail says of itself: its keys, exports, erasures and purges (art. 42)."""

from django.utils.translation import gettext_lazy as _

from audit.sentences import register

register(
    "audit.key",
    _("The heads of the trail are signed with the key {key}. Endorsed by the one before: {endorsed}."),
)
register("audit.export", _("{actor} took a copy of the trail: {rows} entries, as {format}."))
register("audit.erase", _("{actor} erased personal particulars of {entries} entries: {reason}"))
register(
    "audit.purge", _("{actor} purged the first {size} entries of the trail, sealed before {before}: {reason}")
)

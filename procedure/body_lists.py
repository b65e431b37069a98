"""Posts with stand-ins, renamings and mergers as spreadsheets (art. 5, 9-11)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from procedure.spreadsheet import Column

POSTS = (
    Column(_("Post"), lambda post: post.get_kind_display(), 16),
    Column(_("Person"), lambda post: post.user.name, 16),
    Column(_("Username"), lambda post: post.user.username, 18),
    Column(_("First day"), lambda post: post.starts, 12),
    Column(_("Last day"), lambda post: post.ends, 12),
    Column(_("Stand-ins"), lambda post: "\n".join(map(_covering, post.stand_ins.all())), 40),
)


def _covering(cover: Any) -> str:
    return f"{cover.user.name} {cover.starts.isoformat()} – {cover.ends.isoformat()}"


def _state(change: Any) -> str:
    """As on the page: carried out, taken back, or to come."""
    if change.carried_out_at:
        return str(_("Carried out"))
    return str(_("Taken back")) if change.taken_back_at else pgettext("change", "To come")


CHANGES = (
    Column(_("First day"), lambda change: change.on, 12),
    Column(pgettext_lazy("body", "Organization"), lambda change: change.organization.label, 32),
    Column(pgettext_lazy("body", "Code"), lambda change: change.organization.code, 20),
    Column(_("What happens"), lambda change: change.get_kind_display(), 14),
    Column(_("Successor or new name"), lambda change: getattr(change.successor, "label", change.name), 32),
    Column(_("Document number"), lambda change: change.document, 24),
    Column(pgettext_lazy("change", "State"), _state, 12),
)

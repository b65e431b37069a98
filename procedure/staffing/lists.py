"""Posts with their stand-ins as a spreadsheet (art. 5, 9-11)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

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

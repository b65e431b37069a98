"""The list of notices, and of mails that failed: saved filters, and columns in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from notifications.filters import PageFilter
from notifications.models import Notice
from notifications.querysets import NoticeQuerySet
from notifications.wording import Line, lines
from organizations.actors import Actor
from procedure.lists import Listing, register
from procedure.spreadsheet import MOST_ROWS, Column

AT_ONCE = 500
NOTICES = register(
    Listing(
        name="notices",
        title=pgettext_lazy("list", "Notices"),
        page="notifications:notices",
        form=lambda said: PageFilter(said, queryset=Notice.objects.none()).form,
    )
)
COLUMNS = (
    Column(_("When"), lambda line: line.notice.entry.at, 18),
    Column(pgettext_lazy("notice", "What happened"), lambda line: line.sentence, 60),
    Column(_("Article"), lambda line: line.article, 10),
    Column(pgettext_lazy("notice", "Organization"), lambda line: line.notice.organization.label, 30),
    Column(_("Post"), lambda line: line.notice.get_post_display(), 12),
    Column(pgettext_lazy("notice", "Case"), lambda line: line.case and line.case.title, 36),
    Column(_("Case number"), lambda line: line.case and line.case.number, 20),
    Column(_("Due"), lambda line: line.due, 12),
    Column(pgettext_lazy("notice", "Read"), lambda line: line.notice.read, 18),
)
FAILURES = (
    Column(pgettext_lazy("mail", "Recipient"), lambda mail: str(mail.recipient), 20),
    Column(
        pgettext_lazy("notice", "Organization"),
        lambda mail: mail.organization.label,
        30,
    ),
    Column(_("Post"), lambda mail: mail.get_post_display(), 12),
    Column(pgettext_lazy("mail", "Attempts"), lambda mail: mail.attempts, 10),
    Column(pgettext_lazy("mail", "Next attempt"), lambda mail: mail.next_try, 18),
    Column(pgettext_lazy("mail", "Last error"), lambda mail: mail.error, 60),
)


def told(notices: NoticeQuerySet, actor: Actor) -> Iterator[Line]:
    """The notices in words, some at a time; one more than a spreadsheet holds."""
    for first in range(0, MOST_ROWS + 1, AT_ONCE):
        some = lines(notices[first : first + AT_ONCE], actor)
        yield from some
        if len(some) < AT_ONCE:
            return

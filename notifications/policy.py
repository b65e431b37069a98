"""Who may see what of notices: everybody the own ones, system administrators how the mails get on."""

from __future__ import annotations

from typing import Any

from notifications.models import Notice
from notifications.querysets import NoticeQuerySet
from organizations.kinds import AdministratorKind
from organizations.models import User


def own(user: Any) -> NoticeQuerySet:
    """The person's own notices in the portal, newest first."""
    return Notice.objects.shown_to(user).with_entry().order_by("-pk")


def may_see_mails(user: Any) -> bool:
    """Only the system administrator: to whom and with what error, never what a mail says."""
    return isinstance(user, User) and user.is_active and user.administrator_kind == AdministratorKind.SYSTEM

"""Where each kind of user begins the day: the first of his posts that has a home decides."""

from collections.abc import Iterable

from django.urls import NoReverseMatch, reverse

from organizations.actors import Actor
from organizations.kinds import AdministratorKind, PostKind

INBOX = "procedure:inbox"
HOMES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (PostKind.REVIEWER, (INBOX,)),
    (PostKind.HANDLER, ("portal:mine",)),
    (PostKind.STEWARD, (INBOX,)),
    (PostKind.SUPERVISOR, ("procedure:board", "portal:figures")),
    (PostKind.AUDITOR, ("procedure:whole-trail",)),
    (PostKind.ADMINISTRATOR, ("procedure:posts",)),
)
OF_ADMINISTRATORS: dict[str, tuple[str, ...]] = {
    AdministratorKind.SYSTEM: ("admin:organizations_organization_changelist",),
    AdministratorKind.SECURITY: ("admin:organizations_post_changelist",),
    AdministratorKind.AUDIT: ("admin:audit_entry_changelist",),
}


def home_of(actor: Actor) -> str:
    """The address of this actor's home; empty for who has none but the public page."""
    for post, names in HOMES:
        if actor.organization_ids(post) and (address := _first(names)):
            return address
    kind = actor.user.administrator_kind if actor.user else ""
    return _first(OF_ADMINISTRATORS.get(kind, ()))


def _first(names: Iterable[str]) -> str:
    """The first page that the portal has."""
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""

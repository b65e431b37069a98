"""Who reports faults and who calls for updates (art. 11, 38-40); rows are scoped as those of every case."""

from typing import Any

from catalog.models import Entry
from organizations.actors import Actor, Holding
from organizations.kinds import OrganizationKind, PostKind
from organizations.models import Organization
from procedure.policy import of_the_requester

REPORTERS = (PostKind.HANDLER.value, PostKind.REVIEWER.value, PostKind.STEWARD.value)
CALLERS = (PostKind.REVIEWER.value, PostKind.SUPERVISOR.value)

by_reporter = of_the_requester(*REPORTERS)


def may_report(actor: Actor, particulars: dict[str, Any]) -> Holding | None:
    """Staff of another organization than the provider; in the organization named when they serve several."""
    entry: Entry = particulars["entry"]
    named: Organization | None = particulars.get("requester")
    found = reporting_posts(actor, entry)
    return next((h for h in found if named is None or h.organization_id == named.pk), None)


def reporting_posts(actor: Actor, entry: Entry) -> list[Holding]:
    """The posts in which this actor may report a fault of the entry."""
    return [h for h in actor.holdings if h.post in REPORTERS and h.organization_id != entry.provider_id]


def may_call(actor: Actor, particulars: dict[str, Any]) -> Holding | None:
    """The provider's steward; else a reviewer or supervisor of its authority or of the Bureau."""
    entry: Entry = particulars["entry"]
    own = actor.holds(PostKind.STEWARD, entry.provider_id)
    return own or next((h for h in actor.holdings if _oversees(h, entry)), None)


def calls_for_updates(actor: Actor) -> bool:
    """Whether this actor may call for any update at all."""
    return any(h.post == PostKind.STEWARD or _is_authority(h) for h in actor.holdings)


def entries_called_by(actor: Actor) -> Any:
    """The published entries for which this actor may record an event."""
    published = Entry.objects.published()
    authorities = [h for h in actor.holdings if _is_authority(h)]
    if any(h.organization.is_bureau for h in authorities):
        return published
    own = published.filter(provider__in=actor.organization_ids(PostKind.STEWARD))
    theirs = published.filter(provider__authority__in=[h.organization_id for h in authorities])
    return own | theirs


def _is_authority(holding: Holding) -> bool:
    return holding.post in CALLERS and holding.organization.kind == OrganizationKind.AUTHORITY


def _oversees(holding: Holding, entry: Entry) -> bool:
    over = holding.organization.is_bureau or entry.provider.authority_id == holding.organization_id
    return _is_authority(holding) and over

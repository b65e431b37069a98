"""The button on a catalogue entry: ask for this data (29(1))."""

from collections.abc import Iterable

from django.urls import reverse

from catalog.models import Entry
from catalog.vocabulary import ShareType
from organizations.actors import Actor
from procedure.openings import OpeningOffer, opens_from
from sharing.models import ShareRequest
from sharing.policy import asking_posts
from sharing.routes import route_of


@opens_from(Entry)
def ask_for(entry: Entry, actor: Actor) -> Iterable[OpeningOffer]:
    """Offered to handlers of other organizations from which a route leads to the provider."""
    version = entry.current
    if not entry.is_published or version is None or version.share_type == ShareType.WITHHELD:
        return
    askers = [h.organization for h in asking_posts(actor) if h.organization_id != entry.provider_id]
    if any(route_of(asker, entry.provider) for asker in askers):
        yield OpeningOffer(ShareRequest.opening().label, f"{reverse('sharing:new')}?entry={entry.code}")

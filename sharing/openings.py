"""The button on a catalogue entry: ask for this data (29(1))."""

from collections.abc import Iterable

from django.urls import reverse

from catalog.models import Entry
from organizations.actors import Actor
from procedure.openings import OpeningOffer, opens_from
from sharing.basket import may_take
from sharing.models import ShareRequest


@opens_from(Entry)
def ask_for(entry: Entry, actor: Actor) -> Iterable[OpeningOffer]:
    """Offered to handlers of other organizations from which a route leads to the provider."""
    if may_take(entry, actor):
        yield OpeningOffer(ShareRequest.opening().label, f"{reverse('sharing:new')}?entry={entry.code}")

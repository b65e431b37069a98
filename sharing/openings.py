"""The buttons on a catalogue entry: ask for this data (29(1)), tell who asked elsewhere (24)."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalog.models import Entry
from organizations.actors import Actor
from procedure.openings import OpeningOffer, opens_from
from sharing.asked_outside import reports_for
from sharing.basket import may_take
from sharing.models import ShareRequest


@opens_from(Entry)
def ask_for(entry: Entry, actor: Actor) -> Iterable[OpeningOffer]:
    """Offered to handlers of other organizations from which a route leads to the provider."""
    if may_take(entry, actor):
        yield OpeningOffer(ShareRequest.opening().label, f"{reverse('sharing:new')}?entry={entry.code}")


@opens_from(Entry)
def tell_who_asked_elsewhere(entry: Entry, actor: Actor) -> Iterable[OpeningOffer]:
    """Offered to the provider of a published entry."""
    if entry.is_published and reports_for(actor, entry) is not None:
        yield OpeningOffer(
            _("Asked for outside the platform…"), reverse("sharing:asked-outside", args=[entry.code])
        )

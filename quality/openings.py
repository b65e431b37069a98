"""The button on a catalogue entry: report a fault (29(5), 40)."""

from collections.abc import Iterable

from django.urls import reverse

from catalog.models import Entry
from organizations.actors import Actor
from procedure.openings import OpeningOffer, opens_from
from quality.models import QualityIssue
from quality.policy import reporting_posts


@opens_from(Entry)
def report_a_fault(entry: Entry, actor: Actor) -> Iterable[OpeningOffer]:
    """Offered to everybody of another organization who handles, reviews or keeps data."""
    if entry.is_published and reporting_posts(actor, entry):
        yield OpeningOffer(QualityIssue.opening().label, f"{reverse('quality:report')}?entry={entry.code}")

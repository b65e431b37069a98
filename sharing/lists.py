"""The list of share requests: its saved filters, and its columns in a spreadsheet."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from procedure.lists import Listing, register
from procedure.spreadsheet import Column
from sharing.filters import ShareRequestFilter
from sharing.models import ShareRequest

REQUESTS = register(
    Listing(
        name="share-requests",
        title=pgettext_lazy("list", "Share requests"),
        page="sharing:requests",
        form=lambda said: ShareRequestFilter(said, queryset=ShareRequest.objects.none()).form,
    )
)
COLUMNS = (
    Column(_("Number"), lambda case: case.number, 20),
    Column(pgettext_lazy("share request", "Request"), lambda case: case.title, 36),
    Column(_("Bundle"), lambda case: case.bundle, 20),
    Column(_("Requester"), lambda case: case.requester and case.requester.label, 28),
    Column(_("Provider"), lambda case: case.provider and case.provider.label, 28),
    Column(_("State"), lambda case: case.state_label, 18),
    Column(_("Due"), lambda case: min((i.due for i in case.open_items() if i.due), default=None), 12),
)

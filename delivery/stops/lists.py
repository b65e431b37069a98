"""The lists of suspensions and emergency stops: filters at both doors, columns in a spreadsheet (art. 45)."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from delivery.law import EmergencyGround, Ground, StopState, SuspensionState
from delivery.models import EmergencyStop, Suspension
from organizations.actors import of_request
from procedure.lists import Listing, register
from procedure.spreadsheet import Column

EVERY = pgettext_lazy("all states", "All")
SIDES = [("provider", _("We supply")), ("user", _("Supplied to us"))]
OF_ALL_USERS = _("All users of the entry")


class StopFilter(django_filters.FilterSet):
    """By side, organization and words."""

    side = django_filters.ChoiceFilter(
        label=_("Side"), choices=SIDES, method="of_side", empty_label=pgettext_lazy("all sides", "All")
    )
    organization = django_filters.CharFilter(label=_("Organization's code"), method="of_party", max_length=40)
    q = django_filters.CharFilter(label=_("Number, subject or grant"), method="with_words", max_length=100)

    def of_side(self, rows: QuerySet[Any], name: str, side: str) -> QuerySet[Any]:
        actor = of_request(self.request)
        return rows.supplied_by(actor) if side == "provider" else rows.supplied_to(actor)  # type: ignore[attr-defined]

    def of_party(self, rows: QuerySet[Any], name: str, code: str) -> QuerySet[Any]:
        return rows.of_party(code)  # type: ignore[attr-defined]

    def with_words(self, rows: QuerySet[Any], name: str, words: str) -> QuerySet[Any]:
        return rows.found_by(words, of_request(self.request))  # type: ignore[attr-defined]


class SuspensionFilter(StopFilter):
    """Suspensions, by state and ground too."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=SuspensionState.choices, empty_label=EVERY)
    ground = django_filters.ChoiceFilter(label=_("Ground"), choices=Ground.choices, empty_label=EVERY)

    class Meta:
        model = Suspension
        fields = ["side", "state", "ground", "organization", "q"]


class EmergencyStopFilter(StopFilter):
    """Emergency stops, by state and ground too."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=StopState.choices, empty_label=EVERY)
    ground = django_filters.ChoiceFilter(
        label=_("Ground"), choices=EmergencyGround.choices, empty_label=EVERY
    )

    class Meta:
        model = EmergencyStop
        fields = ["side", "state", "ground", "organization", "q"]


SUSPENSIONS = register(
    Listing(
        name="suspensions",
        title=pgettext_lazy("list", "Suspensions of supply"),
        page="delivery:suspensions",
        form=lambda said: SuspensionFilter(said, queryset=Suspension.objects.none()).form,
    )
)
EMERGENCY_STOPS = register(
    Listing(
        name="emergency-stops",
        title=pgettext_lazy("list", "Emergency stops"),
        page="delivery:emergency-stops",
        form=lambda said: EmergencyStopFilter(said, queryset=EmergencyStop.objects.none()).form,
    )
)
COLUMNS = (
    Column(_("Number"), lambda case: case.number, 20),
    Column(_("Data"), lambda case: case.title, 36),
    Column(_("Provider"), lambda case: case.provider.label, 28),
    Column(_("User of the data"), lambda case: case.requester.label if case.requester else OF_ALL_USERS, 28),
    Column(_("Ground"), lambda case: case.get_ground_display(), 28),
    Column(_("Stopped since"), lambda case: case.opened, 18),
    Column(_("State"), lambda case: case.state_label, 18),
    Column(_("Due"), lambda case: min((i.due for i in case.open_items() if i.due), default=None), 12),
    Column(pgettext_lazy("case", "Ended"), lambda case: case.closed, 18),
)

"""Whose figures a reader sees, and of which days: the region's, or those of his city (art. 9, 10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.actors import Actor
from organizations.kinds import OrganizationKind, PostKind
from organizations.models import Organization
from procedure.querysets import oversees_the_region
from refusals.tree import Forbidden
from workdays import clock

READERS = (PostKind.REVIEWER, PostKind.SUPERVISOR)
LONGEST_DAYS = 366
WRONG_ORDER = _("The first day comes before the last one.")
TOO_LONG = _("Choose at most one year.")


@dataclass(frozen=True)
class Scope:
    """The organizations whose figures are shown; all of the region for the Bureau."""

    is_region: bool
    organizations: frozenset[int]
    codes: tuple[str, ...]

    def of(self, *columns: str) -> Q:
        """Rows that name one of the organizations in one of these columns; every row for the region."""
        if self.is_region:
            return Q()
        named = Q(pk__in=[])
        for column in columns:
            named |= Q(**{f"{column}__in": self.organizations})
        return named


def may_see(holdings: Iterable[Any]) -> bool:
    """A reviewer or a supervisor of a big-data authority."""
    return any(
        held.post in READERS and held.organization.kind == OrganizationKind.AUTHORITY for held in holdings
    )


def scope_of(actor: Actor) -> Scope:
    """Raises Forbidden for who holds no such post; one query for a city."""
    if not may_see(actor.holdings):
        raise Forbidden(_("These figures are for the reviewers and supervisors of the big-data authorities."))
    if oversees_the_region(actor):
        return Scope(is_region=True, organizations=frozenset(), codes=())
    mine = actor.organization_ids(*READERS)
    under = Organization.objects.filter(Q(authority__in=mine) | Q(pk__in=mine)).values_list("pk", "code")
    return Scope(False, frozenset(pk for pk, _code in under), tuple(code for _pk, code in under))


@dataclass(frozen=True)
class Period:
    """Whole days in Asia/Shanghai, both included."""

    since: date
    until: date

    @property
    def starts(self) -> datetime:
        return datetime.combine(self.since, time.min, clock.SHANGHAI)

    @property
    def ends(self) -> datetime:
        """The first moment after the period."""
        return datetime.combine(self.until + timedelta(days=1), time.min, clock.SHANGHAI)


class PeriodForm(forms.Form):
    """The days that are counted; they stay in the address."""

    since = forms.DateField(
        label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(label=_("To"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, said: Any) -> None:
        today = clock.today()
        first = {"since": today.replace(month=1, day=1).isoformat(), "until": today.isoformat()}
        told = {name: said.get(name) for name in first if said.get(name)}
        super().__init__(first | told, label_suffix="")

    def clean(self) -> dict[str, Any]:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and not since <= until:
            raise ValidationError(WRONG_ORDER, code="wrong_order")
        if since and until and (until - since).days >= LONGEST_DAYS:
            raise ValidationError(TOO_LONG, code="too_long")
        return self.cleaned_data

    @property
    def period(self) -> Period:
        return Period(self.cleaned_data["since"], self.cleaned_data["until"])

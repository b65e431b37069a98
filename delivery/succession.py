"""Grants of an organization that is merged into another: its successor uses them on as they are (art. 44)."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from delivery.models import Grant, GrantStatus
from organizations.models import Organization
from organizations.succession import Holdings, Passed, Succession
from workdays import clock


def lasting(holder: Organization) -> QuerySet[Grant]:
    """Its grants that have not ended."""
    lasts = Q(ends__gte=clock.today()) | Q(renewal__isnull=False)
    return Grant.objects.filter(lasts, holder=holder).exclude(status=GrantStatus.ENDED)


def pass_on(succession: Succession) -> Passed:
    """The successor becomes the user of the data, with the same fields, purpose, system, mode and term."""
    if succession.is_renaming:
        return Passed()
    rows = lasting(succession.old)
    providers = frozenset(rows.order_by().values_list("entry__provider__code", flat=True))
    return Passed(rows.update(holder=succession.new), providers)


GRANTS = Holdings(_("grants"), lambda body: lasting(body).count(), pass_on)

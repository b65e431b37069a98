"""Returns for correction, by who returned: a second one of the same request is counted (art. 28)."""

from django.db.models import Count, Exists, OuterRef, Q

from organizations.models import Organization
from portal.figures.questions import MOST_ORGANIZATIONS
from portal.figures.scope import Period, Scope
from procedure.models import WorkItem

RETURNED = "return_for_correction"


def by_reviewer(scope: Scope, period: Period) -> list[tuple[str, int, int]]:
    """Organization, returns in the period, and those that the same stage had returned before; two queries."""
    done = WorkItem.objects.filter(closed_by_step=RETURNED)
    before = done.filter(
        case=OuterRef("case"), stage=OuterRef("stage"), holder=OuterRef("holder"), pk__lt=OuterRef("pk")
    )
    found = list(
        done.filter(scope.of("holder"), closed__gte=period.starts, closed__lt=period.ends)
        .annotate(again=Exists(before))
        .order_by()
        .values("holder")
        .annotate(all=Count("pk"), second=Count("pk", filter=Q(again=True)))
        .order_by("-second", "-all", "holder")[:MOST_ORGANIZATIONS]
    )
    names = {o.pk: o.label for o in Organization.objects.filter(pk__in=[row["holder"] for row in found])}
    return [(names[row["holder"]], row["all"], row["second"]) for row in found]

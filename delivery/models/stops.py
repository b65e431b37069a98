"""What holds the supply under a grant back: one row for each case and grant (art. 45)."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from delivery.models.grants import Grant
from organizations.actors import Actor
from procedure.querysets import CaseQuerySet


class HoldQuerySet(QuerySet[Any]):
    """Holds; an open one keeps its grant suspended."""

    def is_open(self) -> Self:
        return self.filter(until=None)


class Hold(models.Model):
    """A case holds a grant: while one hold is open the grant is suspended."""

    grant = models.ForeignKey("delivery.Grant", models.PROTECT, related_name="holds", verbose_name=_("grant"))
    case = models.ForeignKey("procedure.Case", models.PROTECT, related_name="holds", verbose_name=_("case"))
    kind = models.CharField(_("kind of case"), max_length=32)
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        constraints = (
            models.UniqueConstraint(
                name="delivery_one_open_hold_a_kind", fields=["grant", "kind"], condition=Q(until=None)
            ),
            models.UniqueConstraint(name="delivery_one_hold_a_case", fields=["case", "grant"]),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.grant_id}"


class StopQuerySet(CaseQuerySet):
    """Cases that hold grants: suspensions and emergency stops."""

    def supplied_by(self, actor: Actor) -> Self:
        return self.filter(provider__in=actor.organization_ids())

    def supplied_to(self, actor: Actor) -> Self:
        """Where a grant of the actor's own organizations is, or was, held."""
        mine = Hold.objects.filter(case=OuterRef("pk"), grant__holder__in=actor.organization_ids())
        return self.filter(Exists(mine))

    def of_party(self, code: str) -> Self:
        """Where this organization supplies, or is the one user."""
        return self.filter(Q(provider__code=code) | Q(requester__code=code)) if code else self

    def found_by(self, words: str, actor: Actor) -> Self:
        """By number, subject, or the number of a grant that the actor may see."""
        if not words:
            return self
        grants = Grant.objects.visible_to(actor).filter(number__icontains=words)
        held = Hold.objects.filter(case=OuterRef("pk"), grant__in=grants)
        return self.filter(Q(number__icontains=words) | Q(title__icontains=words) | Exists(held))

    def with_grants(self) -> Self:
        """With the grants held, however many cases there are; one query."""
        holds = Hold.objects.select_related("grant__holder", "grant__entry_version").order_by("grant_id")
        return self.prefetch_related(Prefetch("holds", holds))

"""What holds the supply under a grant back: one row for each case and grant (art. 45)."""

from typing import Any, Self

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _


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

"""The days between two dates as the database compares them; both days count, an open end has no last one."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

DAYS = Func(F("starts"), F("ends"), Value("[]"), function="daterange")
IN_ORDER = Q(ends__isnull=True) | Q(starts__isnull=True) | Q(starts__lte=F("ends"))
OUT_OF_ORDER = _("The last day lies before the first.")


def at(field: str, sentence: Any, code: str) -> ValidationError:
    """What is wrong with one field, in a lazy sentence."""
    return ValidationError({field: ValidationError(sentence, code=code)})


class Dated(models.Model):
    """Something in force from a first to a last day."""

    starts: date | None
    ends: date | None

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Said before the database compares days, for it takes a range out of order for an error.

        Raises:
            ValidationError: the last day lies before the first.
        """
        super().clean()
        if self.starts and self.ends and self.ends < self.starts:
            raise at("ends", OUT_OF_ORDER, "out_of_order")

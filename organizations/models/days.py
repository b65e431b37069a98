"""The days between two dates as the database compares them; both days count, an open end has no last one."""

from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

DAYS = Func(F("starts"), F("ends"), Value("[]"), function="daterange")
IN_ORDER = Q(ends__isnull=True) | Q(starts__isnull=True) | Q(starts__lte=F("ends"))
OUT_OF_ORDER = _("The last day lies before the first.")

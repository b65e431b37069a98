"""Who may use which fields, for what and how long: grants (art. 42-46)."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalog.models import Field
from catalog.vocabulary import ShareMode
from delivery.querysets import GrantQuerySet
from workdays import clock


class GrantStatus(models.TextChoices):
    """Whether the user may read. Who ends a grant early sets `ends` too; passing days change nothing here."""

    ACTIVE = "active", _("In force")
    SUSPENDED = "suspended", _("Suspended")
    ENDED = "ended", _("Ended")


class Grant(models.Model):
    """Leave to use some fields of an entry for a purpose, in a system, for a term (art. 44, 46)."""

    number = models.CharField(_("number"), max_length=32, unique=True)
    case = models.ForeignKey("procedure.Case", models.PROTECT, related_name="grants", verbose_name=_("case"))
    entry = models.ForeignKey(
        "catalog.Entry", models.PROTECT, related_name="grants", verbose_name=_("catalogue entry")
    )
    entry_version = models.ForeignKey(
        "catalog.EntryVersion", models.PROTECT, related_name="+", verbose_name=_("version of the entry")
    )
    holder = models.ForeignKey(
        "organizations.Organization",
        models.PROTECT,
        related_name="grants",
        verbose_name=_("user of the data"),
    )
    fields = ArrayField(models.CharField(max_length=64), verbose_name=_("fields"))
    purpose = models.TextField(_("purpose"), max_length=2000)
    system = models.CharField(_("system"), max_length=200)
    mode = models.CharField(_("mode of supply"), max_length=8, choices=ShareMode.choices)
    conditions = models.TextField(_("conditions"), max_length=2000, blank=True)
    starts = models.DateField(_("first day"))
    ends = models.DateField(_("last day"))
    status = models.CharField(
        _("status"), max_length=10, choices=GrantStatus.choices, default=GrantStatus.ACTIVE
    )
    issued_at = models.DateTimeField(_("issued at"))
    first_read_at = models.DateTimeField(_("first read at"), null=True, blank=True)
    reminded_of = models.DateField(_("last day of which the user was reminded"), null=True, blank=True)
    told_over = models.DateField(_("last day after which the user was told"), null=True, blank=True)
    renewal = models.ForeignKey(
        "procedure.Case",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("renewal filed in time, on which it lasts until the decision"),
    )

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(name="delivery_grant_has_fields", condition=Q(fields__len__gt=0)),
            models.CheckConstraint(name="delivery_grant_days_in_order", condition=Q(ends__gte=F("starts"))),
            models.CheckConstraint(name="delivery_grant_status", condition=Q(status__in=GrantStatus.values)),
            models.CheckConstraint(name="delivery_grant_mode", condition=Q(mode__in=ShareMode.values)),
        )
        indexes = (
            models.Index(name="delivery_grant_of_holder", fields=["holder", "-id"]),
            models.Index(name="delivery_grant_of_entry", fields=["entry", "holder", "ends"]),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("delivery:grant", args=[self.number])

    def is_in_force(self, on: date) -> bool:
        """May the user read on this day? The last day counts; a renewal filed in time carries it on."""
        lasts = on <= self.ends or self.renewal_id is not None
        return self.status == GrantStatus.ACTIVE and self.starts <= on and lasts

    @property
    def granted_fields(self) -> list[Field]:
        """The granted fields as its version of the entry describes them."""
        return [field for field in self.entry_version.fields.all() if field.name in self.fields]

    @property
    def declared_fields(self) -> frozenset[str]:
        """What the entry declares today, and what its version that was granted declares."""
        versions = {self.entry_version_id, self.entry.current_id}
        return frozenset(Field.objects.filter(version__in=versions).values_list("name", flat=True))

    @property
    def covers_all(self) -> bool:
        """Whether nothing that the entry declares is kept back: only then may it be handed over uncut."""
        return self.declared_fields <= set(self.fields)

    @property
    def tone(self) -> str:
        """How its status looks: done while it can be used, late once it cannot."""
        return "done" if self.is_in_force(clock.today()) else "late"

    @property
    def standing(self) -> str:
        """Its status in words; the calendar knows more than the column."""
        if self.status == GrantStatus.ACTIVE and not self.is_in_force(clock.today()):
            return str(_("Expired"))
        return str(self.get_status_display())

    @property
    def days_left(self) -> int:
        """Calendar days until the last one, which counts; 0 once the grant is over."""
        if self.status == GrantStatus.ENDED:
            return 0
        return max((self.ends - clock.today()).days + 1, 0)

"""Divisions, business lines, organizations and the names they bore (art. 2, 4, 9-11, 16, 35)."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from organizations.kinds import (
    OUTSIDE,
    WITHIN_A_CITY,
    Level,
    OrganizationKind,
    Tier,
)
from organizations.models.days import DAYS, IN_ORDER, OUT_OF_ORDER, Dated
from organizations.querysets import OrganizationQuerySet

CODE = r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}"


def in_english() -> bool:
    return (get_language() or "").startswith("en")


class Division(models.Model):
    """A division of GB/T 2260, under its six-digit code."""

    code = models.CharField(_("code"), max_length=12, primary_key=True)
    name = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=100, blank=True)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("higher division"),
    )

    class Meta:
        ordering = ["code"]
        verbose_name = _("division")
        verbose_name_plural = _("divisions")
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[1-9][0-9]{5}([0-9]{3}){0,2}$"), name="division_code"
            ),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="division_level"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if in_english() and self.name_en else self.name


class BusinessLine(models.Model):
    """A business line (条线): it makes a city department and a region department counterparts."""

    code = models.CharField(_("code"), max_length=30, primary_key=True)
    name = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=100, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("business line")
        verbose_name_plural = _("business lines")

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if in_english() and self.name_en else self.name


class Organization(Dated):
    """A body that asks, provides, reviews or supervises. `starts` and `ends` are both days in force."""

    code = models.CharField(_("code"), max_length=40, unique=True, validators=[RegexValidator(f"^{CODE}$")])
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    tier = models.CharField(_("tier"), max_length=20, choices=Tier.choices)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganizationKind.choices)
    division = models.ForeignKey(
        Division,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organizations",
        verbose_name=_("division"),
    )
    business_line = models.ForeignKey(
        BusinessLine,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organizations",
        verbose_name=_("business line"),
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("higher organization"),
    )
    authority = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="governed",
        verbose_name=_("big-data authority of its level"),
        help_text=_(
            "The Bureau for the region; a city authority for its city and all below; none for outside bodies."
        ),
    )
    starts = models.DateField(_("first day"), null=True, blank=True)
    ends = models.DateField(_("last day"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("successor"),
    )

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        constraints = [
            models.CheckConstraint(
                condition=IN_ORDER, name="organization_days_in_order", violation_error_message=OUT_OF_ORDER
            ),
            models.CheckConstraint(condition=Q(tier__in=Tier.values), name="organization_tier"),
            models.CheckConstraint(condition=Q(kind__in=OrganizationKind.values), name="organization_kind"),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | (Q(ends__isnull=False) & ~Q(successor=F("id"))),
                name="organization_successor_after_end",
                violation_error_message=_(
                    "Only an organization with a last day has a successor, and it is another one."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(tier__in=sorted(OUTSIDE)) | Q(authority__isnull=True),
                name="organization_outside_has_no_authority",
                violation_error_message=_("Ministries and other provinces have no big-data authority here."),
            ),
            models.UniqueConstraint(
                fields=["tier", "division"],
                condition=Q(kind=OrganizationKind.AUTHORITY, ends__isnull=True),
                name="one_authority_per_division",
                violation_error_message=_("This division has a big-data authority already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if in_english() and self.name_en else self.name

    @property
    def is_bureau(self) -> bool:
        return self.kind == OrganizationKind.AUTHORITY and self.tier == Tier.REGION

    @property
    def is_city_authority(self) -> bool:
        return self.kind == OrganizationKind.AUTHORITY and self.tier == Tier.CITY

    @property
    def is_outside(self) -> bool:
        """Is it a ministry, or of another province (art. 6(1), 36)?"""
        return self.tier in OUTSIDE

    @property
    def city_code(self) -> str:
        """The code of the city it counts under; empty for the region and outside bodies (art. 16)."""
        return f"{self.division_id[:4]}00" if self.tier in WITHIN_A_CITY and self.division_id else ""

    def is_in_force(self, on: date) -> bool:
        return (self.starts is None or self.starts <= on) and (self.ends is None or on <= self.ends)

    def counterparts(self) -> OrganizationQuerySet:
        """The region's departments on the same business line (art. 35)."""
        return Organization.objects.counterparts(self)

    def rename(self, name: str, *, since: date, name_en: str = "") -> None:
        """Bear another name from `since` on; the old one is kept with its days."""
        with transaction.atomic():
            self.keep_name(self.name, self.name_en, since=since)
            self.name, self.name_en = name, name_en
            self.save(update_fields=["name", "name_en"])

    def keep_name(self, name: str, name_en: str, *, since: date) -> None:
        """Remember a name that another one replaces from `since` on, if it was borne for a day."""
        last = self.former_names.order_by("ends").last()
        starts, ends = last.ends + timedelta(days=1) if last else self.starts, since - timedelta(days=1)
        if starts is None or starts <= ends:
            self.former_names.create(name=name, name_en=name_en, starts=starts, ends=ends)

    def display_name(self, on: date | None = None) -> str:
        """The name it bore on that day; today's without one."""
        former = [] if on is None else [row for row in self.former_names.all() if row.was_borne(on)]
        return former[0].name if former else self.name


class OrganizationName(models.Model):
    """A name that an organization bore before; the current one stands on the organization."""

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="former_names", verbose_name=_("organization")
    )
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    starts = models.DateField(_("first day"), null=True, blank=True)
    ends = models.DateField(_("last day"))

    class Meta:
        ordering = ["organization", "ends"]
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        constraints = [
            models.CheckConstraint(
                condition=IN_ORDER,
                name="organization_name_days_in_order",
                violation_error_message=OUT_OF_ORDER,
            ),
            ExclusionConstraint(
                name="one_name_at_a_time",
                violation_error_message=_("The organization had another name on these days."),
                expressions=[("organization", RangeOperators.EQUAL), (DAYS, RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def was_borne(self, on: date) -> bool:
        return (self.starts is None or self.starts <= on) and on <= self.ends

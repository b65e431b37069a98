"""A department's database from which a table is fetched by the clock (art. 24, 38)."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from delivery.models.versions import LoadMode
from delivery.sealing import seal, unseal


class Driver(models.TextChoices):
    """Which kind of database it is."""

    POSTGRESQL = "postgresql", _("PostgreSQL")
    MARIADB = "mariadb", _("MariaDB or MySQL")


class Cycle(models.TextChoices):
    """How often it is fetched."""

    HOURLY = "hourly", _("Every hour")
    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Every week")
    BY_HAND = "by_hand", _("Only when asked")


class Source(models.Model):
    """A connection and what to fetch through it: a table, or a SELECT. The password is kept encrypted."""

    entry = models.ForeignKey(
        "catalog.Entry", models.PROTECT, related_name="sources", verbose_name=_("catalogue entry")
    )
    code = models.CharField(_("code of the resource"), max_length=24, unique=True)
    title = models.CharField(_("name of the source"), max_length=100)
    driver = models.CharField(_("kind of database"), max_length=10, choices=Driver.choices)
    host = models.CharField(_("address"), max_length=200)
    port = models.PositiveIntegerField(
        _("port"), default=5432, validators=[MinValueValidator(1), MaxValueValidator(65535)]
    )
    database = models.CharField(_("database"), max_length=100)
    account = models.CharField(_("account"), max_length=100)
    password = models.TextField(_("password, encrypted"), blank=True, editable=False)
    relation = models.CharField(_("table or view"), max_length=130, blank=True)
    statement = models.TextField(_("SELECT statement"), max_length=8000, blank=True)
    mode = models.CharField(_("mode of load"), max_length=8, choices=LoadMode.choices, default=LoadMode.FULL)
    key = ArrayField(models.CharField(max_length=64), verbose_name=_("key fields"), default=list, blank=True)
    cycle = models.CharField(_("how often"), max_length=8, choices=Cycle.choices, default=Cycle.DAILY)
    hour = models.PositiveSmallIntegerField(_("at what hour"), default=2, validators=[MaxValueValidator(23)])
    seconds = models.PositiveIntegerField(
        _("longest fetch, in seconds"),
        default=600,
        validators=[MinValueValidator(5), MaxValueValidator(6 * 3600)],
    )
    paused = models.BooleanField(_("paused"), default=False)
    next_at = models.DateTimeField(_("next fetch"), null=True, blank=True)
    actor = models.JSONField(_("who registered it"), default=dict)

    class Meta:
        verbose_name = _("source in a department's database")
        verbose_name_plural = _("sources in departments' databases")
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(
                name="delivery_source_fetches_one_thing", condition=Q(relation="") ^ Q(statement="")
            ),
            models.CheckConstraint(name="delivery_source_driver", condition=Q(driver__in=Driver.values)),
            models.CheckConstraint(name="delivery_source_cycle", condition=Q(cycle__in=Cycle.values)),
        )
        indexes = (
            models.Index(
                name="delivery_source_due",
                fields=["next_at"],
                condition=Q(paused=False, next_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("delivery:source", args=[self.code])

    @property
    def secret(self) -> str:
        """The password in the clear, for the connection alone: never to be shown, logged or told."""
        return unseal(self.password)

    @secret.setter
    def secret(self, password: str) -> None:
        self.password = seal(password)

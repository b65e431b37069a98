"""The catalogue: entries, their versions in the core metadata, fields, submissions (art. 3, 17-20, 32)."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalog import law, policy
from catalog import vocabulary as words
from catalog.particulars import EntryParticulars
from catalog.querysets import EntryQuerySet
from organizations.actors import Actor, Holding
from organizations.models import Organization
from procedure.models import Case
from procedure.policy import holds_the_item
from procedure.querysets import CaseQuerySet
from procedure.steps import KEEP, STAGE, opens, step
from refusals.tree import Conflict
from workdays import clock

if TYPE_CHECKING:
    from catalog.presentation import Fact

PLAIN_NAME = r"^[A-Za-z][A-Za-z0-9_]*$"
plain_name = RegexValidator(
    PLAIN_NAME, _("A field name begins with a letter; letters, digits and underscores follow."), "plain_name"
)


class Immutable(Conflict):
    """A published version is evidence: a change makes a new one (art. 21)."""

    code = "immutable"
    sentence = _("A published version cannot be changed. File a change instead.")

    def __init__(self) -> None:
        super().__init__(article="21")


class Entry(models.Model):
    """One thing in the catalogue; what it says stands in its versions."""

    code = models.CharField(_("entry code"), max_length=20, unique=True, null=True, editable=False)
    provider = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="entries", verbose_name=_("provider")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=words.Status.choices, default=words.Status.DRAFT
    )
    current = models.OneToOneField(
        "catalog.EntryVersion", models.PROTECT, null=True, related_name="+", verbose_name=_("current version")
    )
    published_at = models.DateTimeField(_("published at"), null=True)
    search_text = models.TextField(_("searched text"), default="", editable=False)
    search_vector = SearchVectorField(_("search index"), default="", editable=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("catalogue entry")
        verbose_name_plural = _("catalogue entries")
        constraints = (
            models.CheckConstraint(
                name="catalog_entry_published_is_complete",
                condition=Q(status=words.Status.DRAFT)
                | Q(code__isnull=False, published_at__isnull=False, current__isnull=False),
            ),
            models.CheckConstraint(
                name="catalog_entry_status_known", condition=Q(status__in=words.Status.values)
            ),
        )
        indexes = (
            GinIndex(name="catalog_entry_search", fields=["search_vector"]),
            models.Index(
                name="catalog_entry_published", fields=["-id"], condition=Q(status=words.Status.PUBLISHED)
            ),
        )

    def __str__(self) -> str:
        return f"{self.code or _('Draft')} {self.current.name if self.current else ''}".strip()

    def get_absolute_url(self) -> str:
        return reverse("catalog:entry", args=[self.code])

    @property
    def is_published(self) -> bool:
        return self.status == words.Status.PUBLISHED

    @property
    def is_public(self) -> bool:
        """May people without an account see it (art. 17(1), 32)?"""
        return self.is_published and self.version.may_be_listed

    @property
    def version(self) -> "EntryVersion":
        """What the entry says now; a draft says what it will be published with."""
        assert self.current is not None, "an entry is stored with its version"
        return self.current


class CodeSequence(models.Model):
    """The last number given under one front code of the coding rule."""

    prefix = models.CharField(_("front code"), max_length=12, unique=True)
    last = models.PositiveIntegerField(_("last number given"), default=0)

    class Meta:
        verbose_name = _("code sequence")
        verbose_name_plural = _("code sequences")

    def __str__(self) -> str:
        return f"{self.prefix}-{self.last:06d}"


def _needs(when: Q, what: str, name: str) -> models.CheckConstraint:
    """The text `what` may not be empty `when` something is chosen."""
    return models.CheckConstraint(name=f"catalog_version_{name}", condition=~when | ~Q(**{what: ""}))


class EntryVersion(models.Model):
    """All that an entry says, as the national guide lists it; immutable once published."""

    entry = models.ForeignKey(
        Entry, models.PROTECT, related_name="versions", verbose_name=_("catalogue entry")
    )
    number = models.PositiveIntegerField(_("version"), default=1)
    classification = models.CharField(
        _("classification"), max_length=12, choices=words.Classification.choices
    )
    category = models.CharField(_("class, item and subject"), max_length=6)
    base_kind = models.CharField(
        _("kind of base data"), max_length=24, choices=words.BaseKind.choices, blank=True
    )
    theme = models.CharField(_("theme"), max_length=16, choices=words.Theme.choices, blank=True)
    name = models.CharField(_("name"), max_length=200)
    abstract = models.TextField(_("abstract"), max_length=2000)
    provider = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("provider")
    )
    responsible_unit = models.CharField(_("responsible unit"), max_length=100, blank=True)
    format = models.CharField(_("format"), max_length=10, choices=words.Format.choices)
    format_detail = models.CharField(_("format in detail"), max_length=60, blank=True)
    share_type = models.CharField(_("share type"), max_length=14, choices=words.ShareType.choices)
    share_condition = models.CharField(_("share condition"), max_length=500, blank=True)
    share_basis = models.CharField(_("basis for not sharing"), max_length=500, blank=True)
    share_mode = models.CharField(_("share mode"), max_length=8, choices=words.ShareMode.choices, blank=True)
    open_type = models.CharField(_("open type"), max_length=14, choices=words.OpenType.choices)
    open_condition = models.CharField(_("open condition"), max_length=500, blank=True)
    open_basis = models.CharField(_("basis for not opening"), max_length=500, blank=True)
    listable = models.BooleanField(_("listed in public although not open"), default=False)
    update_cycle = models.CharField(_("update cycle"), max_length=12, choices=words.UpdateCycle.choices)
    released_on = models.DateField(_("release date"))
    related_codes = ArrayField(
        models.CharField(max_length=20), verbose_name=_("related entries"), default=list, blank=True
    )
    keywords = ArrayField(
        models.CharField(max_length=40), verbose_name=_("keywords"), default=list, blank=True
    )
    secrecy = models.CharField(
        _("declared secrecy"), max_length=8, choices=words.Secrecy.choices, default=words.Secrecy.NONE
    )
    scanned = models.BooleanField(_("scanned from paper"), default=False)
    digitized_on = models.DateField(_("digitized on"), null=True, blank=True)
    digitization_note = models.CharField(_("digitization note"), max_length=500, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)

    class Meta:
        verbose_name = _("version of an entry")
        verbose_name_plural = _("versions of entries")
        ordering = ("entry", "-number")
        constraints = (
            models.UniqueConstraint(name="catalog_version_number", fields=["entry", "number"]),
            models.CheckConstraint(
                name="catalog_version_no_secrets", condition=Q(secrecy=words.Secrecy.NONE)
            ),
            models.CheckConstraint(
                name="catalog_version_base_kind",
                condition=Q(classification=words.Classification.BASE) ^ Q(base_kind=""),
            ),
            models.CheckConstraint(
                name="catalog_version_theme",
                condition=Q(classification=words.Classification.THEME) ^ Q(theme=""),
            ),
            _needs(Q(share_type=words.ShareType.CONDITIONAL), "share_condition", "share_condition"),
            _needs(Q(share_type=words.ShareType.WITHHELD), "share_basis", "share_basis"),
            _needs(Q(open_type=words.OpenType.ON_APPLICATION), "open_condition", "open_condition"),
            _needs(Q(listable=True), "open_basis", "open_basis"),
            _needs(~Q(share_type=words.ShareType.WITHHELD), "share_mode", "share_mode"),
            models.CheckConstraint(
                name="catalog_version_listable",
                condition=Q(listable=False) | Q(open_type=words.OpenType.CLOSED),
            ),
            models.CheckConstraint(
                name="catalog_version_digitized", condition=Q(scanned=False) | Q(digitized_on__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk and EntryVersion.objects.filter(pk=self.pk, published_at__isnull=False).exists():
            raise Immutable
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        if self.published_at is not None:
            raise Immutable
        return super().delete(*args, **kwargs)

    @property
    def may_be_listed(self) -> bool:
        return self.open_type != words.OpenType.CLOSED or self.listable


class Field(models.Model):
    """One field (信息项) of a version, with its own share and open type."""

    version = models.ForeignKey(
        EntryVersion, models.CASCADE, related_name="fields", verbose_name=_("version")
    )
    position = models.PositiveIntegerField(_("position"))
    name = models.CharField(_("field name"), max_length=64, validators=[plain_name])
    title = models.CharField(_("field title"), max_length=100)
    type = models.CharField(_("data type"), max_length=10, choices=words.FieldType.choices)
    length = models.PositiveIntegerField(_("length"), null=True, blank=True)
    scale = models.PositiveSmallIntegerField(_("decimal places"), null=True, blank=True)
    description = models.CharField(_("description"), max_length=500, blank=True)
    share_type = models.CharField(_("share type"), max_length=14, choices=words.ShareType.choices)
    sensitivity = models.CharField(_("sensitivity"), max_length=20, choices=words.Sensitivity.choices)
    open_type = models.CharField(_("open type"), max_length=14, choices=words.OpenType.choices)
    source_department = models.ForeignKey(
        "organizations.Organization",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source department"),
    )

    class Meta:
        verbose_name = _("field")
        verbose_name_plural = _("fields")
        ordering = ("version", "position")
        constraints = (
            models.UniqueConstraint(name="catalog_field_name", fields=["version", "name"]),
            models.UniqueConstraint(name="catalog_field_position", fields=["version", "position"]),
            models.CheckConstraint(name="catalog_field_plain_name", condition=Q(name__regex=PLAIN_NAME)),
        )

    def __str__(self) -> str:
        return f"{self.title} ({self.name})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.version.published_at is not None:
            raise Immutable
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        if self.version.published_at is not None:
            raise Immutable
        return super().delete(*args, **kwargs)


class Submission(Case):
    """A provider files one entry; the Bureau publishes it or says why not."""

    entry = models.OneToOneField(
        Entry, models.PROTECT, related_name="submission", verbose_name=_("catalogue entry")
    )
    reason = models.TextField(_("reason"), max_length=2000, blank=True)

    objects: ClassVar[Any] = CaseQuerySet.as_manager()

    KIND = "submission"
    PREFIX = "SM"
    KIND_LABEL = _("Catalogue submission")
    SUBJECT_TEMPLATE = "catalog/_subject.html"
    State = law.State
    RESTING: ClassVar[frozenset[str]] = frozenset({law.State.DRAFT})
    FINAL: ClassVar[frozenset[str]] = frozenset({law.State.PUBLISHED, law.State.REFUSED, law.State.WITHDRAWN})

    class Meta:
        verbose_name = _("catalogue submission")
        verbose_name_plural = _("catalogue submissions")

    @opens(
        state=law.State.DRAFT,
        by=policy.may_draft,
        under=law.FILING,
        tells=(),
        label=_("File an entry"),
        eligible=policy.may_file,
    )
    def draft(
        cls: Any,  # noqa: N805 - `opens` makes it a classmethod
        capacity: Holding,
        *,
        provider: Organization,
        stated: dict[str, Any],
    ) -> "Submission":
        """A draft that only the provider sees. `stated` is what `EntryParticulars.as_json` gives."""
        from catalog.drafting import draft  # drafting reads this module's tables

        entry = draft(EntryParticulars.from_json(stated), provider)
        return cls(title=stated["name"], requester=provider, route=law.ROUTE, entry=entry)

    @step(
        source=law.State.DRAFT,
        target=law.State.BUREAU_REVIEW,
        by=policy.by_provider,
        under=law.FILING,
        closes=KEEP,
        tells=("bureau",),
        label=_("Submit"),
        tone="go",
    )
    def submit(self) -> None:
        """The provider files the entry with the Bureau."""
        self.submitted = clock.now()

    @step(
        source=law.State.BUREAU_REVIEW,
        target=law.State.PUBLISHED,
        by=holds_the_item,
        under=law.PUBLICATION,
        closes=STAGE,
        tells=("requester",),
        label=_("Publish"),
        tone="go",
    )
    def publish(self) -> None:
        """The Bureau publishes the entry; it gets its code."""
        from catalog.publishing import publish  # publishing reads this module's tables

        publish(self.entry)

    @step(
        source=law.State.BUREAU_REVIEW,
        target=law.State.REFUSED,
        by=holds_the_item,
        under=law.PUBLICATION,
        closes=STAGE,
        tells=("requester",),
        label=_("Do not publish…"),
        tone="no",
    )
    def refuse(self, *, reason: str) -> None:
        """The Bureau does not publish the entry and says why."""
        self.reason = reason

    @step(
        source=[law.State.DRAFT, law.State.BUREAU_REVIEW],
        target=law.State.WITHDRAWN,
        by=policy.by_provider,
        under=law.FILING,
        closes=STAGE,
        tells=(),
        label=_("Withdraw"),
        tone="no",
    )
    def withdraw(self) -> None:
        """The provider takes the submission back."""

    @property
    def facts(self) -> list["Fact"]:
        """The metadata filed, for the page of the case."""
        from catalog.presentation import facts  # presentation reads this module's tables

        return facts(self.entry.version, self.entry.code)

    @property
    def stated_fields(self) -> models.QuerySet[Field]:
        return self.entry.version.fields.select_related("source_department")

    def particulars_for(self, actor: Actor) -> dict[str, object]:
        return {"entry": self.entry.code, "name": self.title, "reason": self.reason}

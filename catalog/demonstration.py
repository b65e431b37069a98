"""Publishes a whole catalogue in one import act and a few statements; again, nothing (art. 17, 20)."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Protocol

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from audit.trail import Snapshot, record
from catalog import coding, conformance, drafting, publishing
from catalog.models import Entry, EntryVersion, Field
from catalog.particulars import METADATA, EntryParticulars, FieldParticulars
from catalog.vocabulary import Status
from organizations.models import Organization
from refusals.tree import FieldError, Invalid
from workdays import clock


class Class(Protocol):
    @property
    def code(self) -> str: ...


class Spec(Protocol):
    """An entry as `demonstration.catalogue` writes it; other metadata is read by name where present."""

    @property
    def provider(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def classification(self) -> Class: ...
    @property
    def fields(self) -> Sequence[Any]: ...
    @property
    def published(self) -> date: ...
    @property
    def keywords(self) -> Sequence[str]: ...
    @property
    def related(self) -> Sequence[tuple[str, str]]: ...


STATED = tuple(name for name in METADATA if name != "released_on")
Known = dict[tuple[str, str], str]


@transaction.atomic
def establish(specs: Iterable[Spec]) -> int:
    """Publish the entries that are not yet in the catalogue, known by provider and name; answers how many."""
    known = _published()
    new = [spec for spec in specs if (spec.provider, spec.name) not in known]
    if not new:
        return 0
    providers = _providers(new)
    codes = _codes(new, providers)
    known |= {(spec.provider, spec.name): code for spec, code in zip(new, codes, strict=True)}
    _store(new, codes, providers, known)
    _record(len(new), providers)
    return len(new)


def _published() -> Known:
    rows = Entry.objects.published().values_list("provider__code", "current__name", "code")
    return {(provider, name): str(code) for provider, name, code in rows}


def _providers(specs: Sequence[Spec]) -> dict[str, Organization]:
    named = {spec.provider for spec in specs}
    found = {organization.code: organization for organization in Organization.objects.filter(code__in=named)}
    if missing := sorted(named - set(found)):
        sentence = _("There is no organization “%(code)s”.") % {"code": missing[0]}
        raise Invalid([FieldError("provider", "unknown_organization", sentence)])
    return found


def _codes(specs: Sequence[Spec], providers: dict[str, Organization]) -> list[str]:
    fronts = [
        f"{spec.classification.code}{providers[spec.provider].division_id or '':0<6.6}" for spec in specs
    ]
    return list(coding.assign(fronts))


def _store(
    specs: Sequence[Spec], codes: Sequence[str], providers: dict[str, Organization], known: Known
) -> None:
    now = clock.now()
    stated = [stated_in(spec, known) for spec in specs]
    entries: list[Entry] = []
    versions: list[EntryVersion] = []
    fields: list[Field] = []
    sources = drafting.departments(stated)
    for one, spec, code in zip(stated, specs, codes, strict=True):
        provider = providers[spec.provider]
        conformance.require(one, provider)
        entry = Entry(provider=provider, code=code, published_at=now)
        version = drafting.compose(one, entry)
        version.published_at = now
        publishing.index(entry, version, [field.title for field in one.fields])
        entries.append(entry)
        versions.append(version)
        fields += drafting.fields(one, version, sources)
    Entry.objects.bulk_create(entries)
    EntryVersion.objects.bulk_create(versions)
    Field.objects.bulk_create(fields, batch_size=2000)
    for entry, version in zip(entries, versions, strict=True):
        entry.current, entry.status = version, Status.PUBLISHED
    Entry.objects.bulk_update(entries, ["current", "status"])


def stated_in(spec: Spec, codes: Known) -> EntryParticulars:
    """The particulars of a specification; related entries by their codes."""
    said = {name: _plain(getattr(spec, name)) for name in STATED if hasattr(spec, name)}
    return EntryParticulars(
        **said,
        category=spec.classification.code,
        released_on=spec.published,
        keywords=tuple(spec.keywords),
        related_codes=tuple(codes[other] for other in spec.related if other in codes),
        fields=tuple(_field(field) for field in spec.fields),
    )


def _field(field: Any) -> FieldParticulars:
    names = FieldParticulars.__slots__
    return FieldParticulars(**{name: _plain(getattr(field, name)) for name in names if hasattr(field, name)})


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, str) else value


def _record(count: int, providers: dict[str, Organization]) -> None:
    bureau = Organization.objects.bureau()
    record(
        "catalog.import",
        actor=Snapshot(organization=bureau.code, organization_name=bureau.name),
        article="17(1)",
        particulars={"count": count, "providers": sorted(providers)},
    )

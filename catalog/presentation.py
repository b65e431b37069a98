"""How an entry is found by its code, and what its page says, in the guide's order (art. 17(1), 20, 32)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from catalog.classification import table
from catalog.coding import as_in_the_guide
from catalog.models import Entry, EntryVersion
from catalog.vocabulary import Status
from organizations.actors import Actor
from refusals.tree import Gone, NotFound


class EntryOffline(Gone):
    """The entry was taken offline by the procedure of the Measures."""

    sentence = _("This entry has been taken offline. Search the catalogue for what replaces it.")


@dataclass(frozen=True)
class Fact:
    """One line of the metadata; an empty value is left out."""

    label: Any
    value: Any


def read(code: str, actor: Actor) -> Entry:
    """The published entry of that code; NotFound for strangers, EntryOffline (410) once it was taken away."""
    found = Entry.objects.with_version().filter(code=code).exclude(status=Status.DRAFT).first()
    if found is None or not (actor.is_staff or found.version.may_be_listed):
        raise NotFound
    if not found.is_published:
        raise EntryOffline(article="21")
    return found


def facts(version: EntryVersion, code: str | None) -> list[Fact]:
    """The national core metadata that have something to say."""
    return [fact for fact in _facts(version, code) if fact.value not in (None, "")]


def _facts(version: EntryVersion, code: str | None) -> Iterator[Fact]:
    category = table().get(version.category)
    yield Fact(_("Code"), as_in_the_guide(code or ""))
    yield Fact(_("Class"), version.get_classification_display())
    yield Fact(
        _("Item and subject"), f"{category.item} · {category.subject}" if category else version.category
    )
    yield Fact(_("Provider"), version.provider.label)
    yield Fact(_("Responsible unit"), version.responsible_unit)
    yield Fact(_("Format"), version.get_format_display())
    yield Fact(_("Format in detail"), version.format_detail)
    yield Fact(_("Update cycle"), version.get_update_cycle_display())
    yield Fact(_("Release date"), version.released_on)
    yield Fact(_("Keywords"), "、".join(version.keywords))
    yield from _sharing(version)
    yield from _opening(version)
    yield Fact(_("Declared secrecy"), version.get_secrecy_display())
    yield Fact(_("Digitized on"), version.digitized_on)
    yield Fact(_("Digitization note"), version.digitization_note)
    yield Fact(_("Version"), version.number)


def _sharing(version: EntryVersion) -> Iterator[Fact]:
    yield Fact(_("Share type"), version.get_share_type_display())
    yield Fact(_("Share condition"), version.share_condition)
    yield Fact(_("Basis for not sharing"), version.share_basis)
    yield Fact(_("Share mode"), version.get_share_mode_display())


def _opening(version: EntryVersion) -> Iterator[Fact]:
    yield Fact(_("Open type"), version.get_open_type_display())
    yield Fact(_("Open condition"), version.open_condition)
    yield Fact(_("Basis for not opening"), version.open_basis)

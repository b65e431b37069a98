"""What the guide and the Measures demand of an entry, each fault as one sentence (art. 19, 20, 23, 25, 32).

Forms, REST, imports and the publication itself ask the same question.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from catalog.particulars import EntryParticulars
from catalog.vocabulary import Classification, OpenType, Sensitivity, ShareType
from organizations.kinds import Tier
from refusals.tree import FieldError, Invalid

if TYPE_CHECKING:
    from organizations.models import Organization

MOST_FIELDS = 500
TOO_MANY = _("An entry has at most %(most)s fields. Divide it.")


def require(stated: EntryParticulars, provider: "Organization") -> None:
    """Raise Invalid with every fault; the article is named when a single one is broken."""
    found = list(faults(stated, provider))
    if found:
        article = "25" if any(fault.code == "base_data_on_region_platform" for fault in found) else "20"
        raise Invalid(found, article=article)


def faults(stated: EntryParticulars, provider: "Organization") -> Iterator[FieldError]:
    """Everything that keeps this entry out of the catalogue."""
    yield from _classification(stated, provider)
    yield from _missing(stated)
    yield from _openness(stated)
    yield from _fields(stated)


def _classification(stated: EntryParticulars, provider: "Organization") -> Iterator[FieldError]:
    category = stated.classified
    if category is None:
        yield FieldError("category", "unknown_category", _("This class is not in the classification."))
    elif category.classification == Classification.BASE and provider.tier != Tier.REGION:
        yield FieldError(
            "category",
            "base_data_on_region_platform",
            _(
                "Base data is shared through the region platform only (article 25): a department of the"
                " region must file this entry."
            ),
        )


def _missing(stated: EntryParticulars) -> Iterator[FieldError]:
    share = {stated.share_type, *(field.share_type for field in stated.fields)}
    opened = {stated.open_type, *(field.open_type for field in stated.fields)}
    needs = (
        ("share_condition", ShareType.CONDITIONAL in share, _("Say on which conditions the data is shared.")),
        ("share_basis", ShareType.WITHHELD in share, _("Name the law under which data is not shared.")),
        ("share_mode", stated.share_type != ShareType.WITHHELD, _("Say how the data is handed over.")),
        ("open_condition", OpenType.ON_APPLICATION in opened, _("Say on which conditions the data is open.")),
        ("open_basis", stated.listable, _("Name the law or document under which the data is not open.")),
        ("digitized_on", stated.scanned, _("Scanned documents need the date on which they were digitized.")),
    )
    for name, needed, sentence in needs:
        if needed and not getattr(stated, name):
            yield FieldError(name, "required", sentence)


def _openness(stated: EntryParticulars) -> Iterator[FieldError]:
    if stated.listable and stated.open_type != OpenType.CLOSED:
        sentence = _("Only data that is not open is marked as listed in public.")
        yield FieldError("listable", "not_closed", sentence)
    for row, field in enumerate(stated.fields, 1):
        if field.open_type == OpenType.UNCONDITIONAL and field.sensitivity != Sensitivity.NONE:
            sentence = _("Row %(row)s: sensitive data cannot be open to all.")
            yield FieldError(f"fields[{row}].open_type", "sensitive_open", sentence % {"row": row})
        if field.open_type != OpenType.CLOSED and field.share_type == ShareType.WITHHELD:
            sentence = _("Row %(row)s: data that is not shared cannot be open.")
            yield FieldError(f"fields[{row}].open_type", "withheld_open", sentence % {"row": row})


def _fields(stated: EntryParticulars) -> Iterator[FieldError]:
    if not stated.fields:
        yield FieldError("fields", "required", _("State at least one field."))
    if len(stated.fields) > MOST_FIELDS:
        yield FieldError("fields", "too_many", TOO_MANY % {"most": MOST_FIELDS})
    named: tuple[tuple[str, Callable[..., str]], ...] = (
        ("name", lambda field: field.name.lower()),
        ("title", lambda field: field.title),
    )
    for column, of in named:
        count = Counter(map(of, stated.fields))
        for row, field in enumerate(stated.fields, 1):
            if count[of(field)] > 1:
                sentence = _("Row %(row)s: “%(value)s” stands more than once.")
                text = sentence % {"row": row, "value": getattr(field, column)}
                yield FieldError(f"fields[{row}].{column}", "repeated", text)

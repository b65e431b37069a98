"""The fields of an entry as people paste them and as programs send them, checked row by row (art. 20)."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from catalog import vocabulary as words
from catalog.conformance import MOST_FIELDS, TOO_MANY
from catalog.models import Field
from catalog.particulars import FieldParticulars
from organizations.models import Organization

COLUMNS = ("name", "title", "type", "share_type", "sensitivity", "open_type", "description", "source")
SIZED = re.compile(r"(?P<type>[^()]+)\((?P<length>\d{1,9})(,(?P<scale>\d{1,4}))?\)")
LONGEST_TABLE = 200_000
LANGUAGES = ("zh-hans", "en")


class RowForm(forms.ModelForm):
    """One row; the model knows the names, lengths and choices."""

    source = forms.CharField(label=_("source department"), max_length=40, required=False)

    class Meta:
        model = Field
        fields = (
            "name",
            "title",
            "type",
            "length",
            "scale",
            "description",
            "share_type",
            "sensitivity",
            "open_type",
        )

    def stated(self) -> FieldParticulars:
        return FieldParticulars(**self.cleaned_data)


class FieldTable(forms.CharField):
    """A text of one row a line, cells divided by tabs or commas; from REST a list of objects."""

    widget = forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "class": "font-monospace"})

    def to_python(self, value: Any) -> tuple[FieldParticulars, ...]:  # type: ignore[override]
        rows = list(value) if isinstance(value, list) else list(read(str(value or "")))
        if not rows and self.required:
            raise ValidationError(self.error_messages["required"], "required")
        if len(rows) > MOST_FIELDS:
            raise ValidationError(TOO_MANY, "too_many", {"most": MOST_FIELDS})
        return checked(rows)

    def validate(self, value: Any) -> None:
        """Every row was checked on its own."""

    def run_validators(self, value: Any) -> None:
        """The validators of text do not fit rows."""


def read(text: str) -> Iterator[dict[str, Any]]:
    """The rows of a pasted table, a heading left out; raises ValidationError for what is no table."""
    if len(text) > LONGEST_TABLE:
        raise ValidationError(_("This table is too long. Divide the entry."), "too_long")
    if "\x00" in text:
        raise ValidationError(
            _("The table contains a NUL character. Remove it."), "null_characters_not_allowed"
        )
    divider = "\t" if "\t" in text else ","
    lines = [line for line in csv.reader(text.splitlines(), delimiter=divider) if any(map(str.strip, line))]
    for line in lines[1:] if lines and _is_heading(lines[0]) else lines:
        yield _cells(line)


def checked(rows: Sequence[Any]) -> tuple[FieldParticulars, ...]:
    """Every row as particulars; raises one ValidationError with the faults of all rows."""
    found: list[FieldParticulars] = []
    faults: list[ValidationError] = []
    for number, row in enumerate(rows, 1):
        try:
            found.append(_row(number, row))
        except ValidationError as fault:
            faults += fault.error_list
    faults += list(_unknown_sources(found)) if not faults else []
    if faults:
        raise ValidationError(faults)
    return tuple(found)


def _row(number: int, row: Any) -> FieldParticulars:
    if not isinstance(row, Mapping):
        raise _fault(number, "", "not_an_object", _("a field is an object."))
    names = {*RowForm.base_fields}
    if strange := [str(name)[:40] for name in row if name not in names]:
        raise _fault(number, strange[0], "unknown_field", _("there is no such property of a field."))
    if wrong := [name for name, value in row.items() if not isinstance(value, str | int | None)]:
        raise _fault(number, wrong[0], "wrong_type", _("this value has the wrong JSON type."))
    form = RowForm({"sensitivity": words.Sensitivity.NONE, **row})
    if form.is_valid():
        return form.stated()
    raise ValidationError(
        [
            _fault(number, name, error.code or "invalid", sentence)
            for name, errors in form.errors.as_data().items()
            for error in errors
            for sentence in error.messages
        ]
    )


def _fault(number: int, column: str, code: str, sentence: Any) -> ValidationError:
    label = RowForm.base_fields[column].label if column in RowForm.base_fields else column
    params = {"row": number, "column": column, "label": label, "sentence": sentence}
    message = _("Row %(row)s, %(label)s: %(sentence)s") if label else _("Row %(row)s: %(sentence)s")
    return ValidationError(message, code, params)


def _unknown_sources(found: Sequence[FieldParticulars]) -> Iterator[ValidationError]:
    codes = {field.source for field in found if field.source}
    if not codes:
        return
    known = set(Organization.objects.filter(code__in=codes).values_list("code", flat=True))
    for number, field in enumerate(found, 1):
        if field.source and field.source not in known:
            sentence = _("there is no organization with this code.")
            yield _fault(number, "source", "unknown_organization", sentence)


def _is_heading(line: Sequence[str]) -> bool:
    first = line[0].strip().lower()
    return first == "name" or first in _in_all_languages(RowForm.base_fields["name"].label)


def _cells(line: Sequence[str]) -> dict[str, Any]:
    """One line by its columns; `string(18)` gives type and length, `decimal(12,2)` the decimal places too."""
    said = zip(COLUMNS, map(str.strip, line), strict=False)
    cells: dict[str, Any] = {name: cell for name, cell in said if cell}
    if len(line) > len(COLUMNS):
        cells["description"] = ",".join(line[COLUMNS.index("description") :]).strip()
        cells.pop("source", None)
    if sized := SIZED.fullmatch(cells.get("type", "")):
        cells |= {name: part for name, part in sized.groupdict().items() if part}
    for name, choices in CHOICES.items():
        if name in cells:
            cells[name] = _value(choices, cells[name])
    return cells


CHOICES: dict[str, type[TextChoices]] = {
    "type": words.FieldType,
    "share_type": words.ShareType,
    "sensitivity": words.Sensitivity,
    "open_type": words.OpenType,
}


def _value(choices: type[TextChoices], said: str) -> str:
    """The stored value of a choice that was written as its value or in words."""
    for value, label in choices.choices:
        if said.lower() in {str(value), *_in_all_languages(label)}:
            return str(value)
    return said


def _in_all_languages(label: Any) -> set[str]:
    found = set()
    for language in LANGUAGES:
        with override(language):
            found.add(str(label).lower())
    return found

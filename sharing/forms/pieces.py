"""Pieces of the forms of a share request: texts of several lines, boxes beside the fields they mean."""

from typing import Any

from django import forms

from sharing.models import ShareRequest

KIND = "share_request"
BOXES = forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"})


def words(
    label: Any, help_text: Any = "", *, required: bool = True, rows: int = 3, longest: int = 2000
) -> forms.CharField:
    """A text of several lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=longest, widget=widget
    )


class FieldTable:
    """A set of boxes laid out as a table: each box beside the field of the entry that it stands for."""

    rows: dict[str, Any]
    case: Any

    @property
    def request(self) -> ShareRequest:
        """The case as what it is here."""
        request: ShareRequest = self.case
        return request

    def fields_box(self) -> Any:
        """The bound field, which templates cannot reach by the name `fields`."""
        return self["fields"]  # type: ignore[index]

    def table(self) -> list[tuple[Any, Any]]:
        return list(zip(self.fields_box().subwidgets, self.rows.values(), strict=True))

"""The form of each step and opening: one declaration for pages, REST and its documentation."""

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from refusals.tree import FieldError, Invalid

if TYPE_CHECKING:
    from organizations.actors import Actor
    from procedure.models import Case


class Particulars(forms.Form):
    """What a step is told. `case` is what it moves, None for an opening; `origin` what it is opened from."""

    layout = "procedure/_fields.html"
    """The template that lays the fields out on a page."""

    def __init__(
        self,
        data: Any = None,
        *,
        case: "Case | None" = None,
        actor: "Actor | None" = None,
        origin: Any = None,
        **rest: Any,
    ) -> None:
        self.case, self.actor, self.origin = case, actor, origin
        super().__init__(data, label_suffix="", **rest)
        self.fit()

    def fit(self) -> None:
        """Fit choices and first values to the case; kinds refine it."""

    def cleaned(self) -> dict[str, Any]:
        """The particulars for the engine; raises Invalid with one sentence for each wrong field."""
        if not self.is_valid():
            raise Invalid(errors_of(self), article=article_of(self))
        return dict(self.cleaned_data)


FORMS: dict[tuple[str, str], type[Particulars]] = {}

F = type[Particulars]


def particulars_of(kind: str, *acts: str) -> Callable[[F], F]:
    """Register a form for steps or the opening of a kind of case."""

    def register(form: F) -> F:
        for act in acts:
            FORMS[kind, act] = form
        return form

    return register


def form_of(kind: str, act: str) -> type[Particulars]:
    """The form of this act; an empty one when it needs no particulars."""
    return FORMS.get((kind, act), Particulars)


def errors_of(form: forms.BaseForm) -> list[FieldError]:
    """Every error of a form, in the order of its fields; the whole form's errors have no field."""
    found = form.errors.as_data()
    return [
        FieldError("" if name == NON_FIELD_ERRORS else name, error.code or "invalid", sentence)
        for name, errors in found.items()
        for error in errors
        for sentence in error.messages
    ]


def article_of(form: forms.BaseForm) -> str:
    """The article that one of the errors names among its parameters, or none."""
    every = (error for errors in form.errors.as_data().values() for error in errors)
    return next((str(e.params["article"]) for e in every if e.params and "article" in e.params), "")


def from_json(form: type[Particulars], body: object, **context: Any) -> Particulars:
    """A form bound to a JSON object; raises Invalid for unknown names and wrong JSON types."""
    if not isinstance(body, Mapping):
        raise Invalid([FieldError("", "not_an_object", _("Send a JSON object with the particulars."))])
    empty = form(**context)
    wrong = [error for name, value in body.items() if (error := _wrong_type(empty, str(name), value))]
    if wrong:
        raise Invalid(wrong)
    data: MultiValueDict[str, Any] = MultiValueDict()
    for name, value in body.items():
        if value is not None:
            data.setlist(name, value if isinstance(value, list) else [str(value)])
    return form(data, **context)


def _wrong_type(form: Particulars, name: str, value: object) -> FieldError | None:
    field = form.fields.get(name)
    if field is None:
        return FieldError(name[:100], "unknown_field", _("There is no such field here. Leave it out."))
    if value is None or _fits(field, value):
        return None
    return FieldError(name, "wrong_type", _("This value has the wrong JSON type. See the API documentation."))


def _fits(field: forms.Field, value: object) -> bool:
    if takes_many(field):
        return isinstance(value, list) and all(isinstance(part, str) for part in value)
    if isinstance(field, forms.BooleanField):
        return isinstance(value, bool)
    return _is_number(value) if isinstance(field, forms.IntegerField) else isinstance(value, str)


def takes_many(field: forms.Field) -> bool:
    """Whether REST sends a list for this field."""
    return isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField) or bool(
        getattr(field, "takes_many", False)
    )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)

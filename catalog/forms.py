"""The form of an entry, one for the page and for REST, and particulars of a submission (art. 1, 17, 20)."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from catalog import conformance, policy
from catalog.classification import table
from catalog.field_rows import FieldTable
from catalog.models import Entry, EntryVersion
from catalog.particulars import METADATA, EntryParticulars
from catalog.vocabulary import Secrecy
from organizations.actors import Actor
from organizations.models import Organization
from procedure.particulars import Particulars, from_json, particulars_of
from refusals.tree import FieldError, Invalid

BETWEEN_WORDS = re.compile(r"[,，、;；\n]")
MOST_WORDS = 20
DECLARED = "state_secret"
STATE_SECRET = _(
    "State secrets are outside the Measures (article 1). This entry was not stored: handle it under the law"
    " on state secrets, and not on this portal."
)


class WordsInput(forms.TextInput):
    """One line of words; programs send them one by one."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return "\n".join(map(str, data.getlist(name))) if hasattr(data, "getlist") else data.get(name)


class WordList(forms.CharField):
    """Words divided by commas; from REST a list."""

    takes_many = True
    widget = WordsInput

    def __init__(self, *, longest: int, **rest: Any) -> None:
        self.longest = longest
        super().__init__(**rest)

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        return list(dict.fromkeys(word.strip() for word in BETWEEN_WORDS.split(value or "") if word.strip()))

    def validate(self, value: Any) -> None:
        if len(value) > MOST_WORDS:
            raise ValidationError(_("Give at most %(most)s."), "too_many", {"most": MOST_WORDS})
        for word in value:
            if len(word) > self.longest:
                sentence = _("“%(word)s” is longer than %(longest)s characters.")
                raise ValidationError(sentence, "too_long", {"word": word[:20], "longest": self.longest})

    def prepare_value(self, value: Any) -> Any:
        return "、".join(value) if isinstance(value, list) else value


class EntryForm(forms.ModelForm):
    """What a provider states of an entry."""

    provider = forms.ModelChoiceField(
        Organization.objects.none(), to_field_name="code", label=_("provider"), empty_label=None
    )
    category = forms.ChoiceField(label=_("class, item and subject"))
    keywords = WordList(
        longest=40,
        required=False,
        label=_("keywords"),
        help_text=_("Words that people search with, divided by commas."),
    )
    related_codes = WordList(
        longest=20,
        required=False,
        label=_("related entries"),
        help_text=_("Codes of published entries, divided by commas."),
    )
    secrecy = forms.ChoiceField(
        label=_("declared secrecy"),
        choices=Secrecy.choices,
        widget=forms.RadioSelect,
        help_text=_("State secrets are outside the Measures (article 1) and are never stored here."),
    )
    fields = FieldTable(  # type: ignore[assignment]
        label=_("Fields"),
        help_text=_(
            "One field a line: name, title, type such as string(18), share type, sensitivity, open type,"
            " description, source department. Divide them by tabs (paste from a spreadsheet) or by commas."
        ),
    )

    class Meta:
        model = EntryVersion
        fields = METADATA
        help_texts = {
            "abstract": _("What the data says, about whom, since when, and what it is used for."),
            "listable": _("Anybody may then see that the data exists, and why it is not open."),
            "scanned": _("Then also say when it was digitized (article 23)."),
        }
        widgets = {
            "abstract": forms.Textarea(attrs={"rows": 4}),
            "released_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "digitized_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    field_order = (
        "secrecy", "provider", "category", "name", "abstract", "responsible_unit", "keywords", "format",
        "format_detail", "update_cycle", "released_on", "fields", "share_type", "share_condition",
        "share_basis", "share_mode", "open_type", "open_condition", "open_basis", "listable",
        "related_codes", "scanned", "digitized_on", "digitization_note",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, actor: Actor, **rest: Any) -> None:
        super().__init__(data, label_suffix="", **rest)
        declared = cast("dict[str, Any]", self.fields)
        declared["provider"].queryset = policy.filed_for(actor)
        declared["category"].choices = [("", "—"), *((code, str(found)) for code, found in table().items())]

    def clean_secrecy(self) -> str:
        """Whatever is declared secret stops here (art. 1)."""
        if self.cleaned_data["secrecy"] == Secrecy.SECRET:
            raise ValidationError(STATE_SECRET, DECLARED)
        return str(self.cleaned_data["secrecy"])

    def clean_related_codes(self) -> list[str]:
        codes = self.cleaned_data["related_codes"]
        known = Entry.objects.published().filter(code__in=codes).values_list("code", flat=True)
        if strange := sorted(set(codes) - set(known)):
            sentence = _("There is no published entry “%(code)s”.")
            raise ValidationError(sentence, "unknown_entry", {"code": strange[0]})
        return list(codes)

    def clean(self) -> dict[str, Any]:
        """Ask what the catalogue standard says of the whole, once each part is in order."""
        super().clean()
        if not self.errors:
            for fault in conformance.faults(self.stated(), self.cleaned_data["provider"]):
                name = fault.field.partition("[")[0]
                self.add_error(name, ValidationError(str(fault.sentence), fault.code, {"path": fault.field}))
        return self.cleaned_data

    def stated(self) -> EntryParticulars:
        said = {name: self.cleaned_data[name] for name in METADATA}
        return EntryParticulars(
            **said,
            category=self.cleaned_data["category"],
            keywords=tuple(self.cleaned_data["keywords"]),
            related_codes=tuple(self.cleaned_data["related_codes"]),
            fields=self.cleaned_data["fields"],
        )

    def cleaned(self) -> dict[str, Any]:
        """The particulars of the opening; raises Invalid, with article 1 for a state secret."""
        if not self.is_valid():
            secret = self.has_error("secrecy", DECLARED)
            faults = list(faults_of(self))
            raise Invalid(faults, STATE_SECRET, article="1") if secret else Invalid(faults)
        return {"provider": self.cleaned_data["provider"], "stated": self.stated().as_json()}


def faults_of(form: EntryForm) -> Iterator[FieldError]:
    """Every error of the form; those of a row name it, as `fields[3].type`."""
    for name, errors in form.errors.as_data().items():
        for error in errors:
            path, code = _path(name, error.params or {}), error.code or "invalid"
            yield FieldError(path, code, " ".join(error.messages))


def _path(name: str, params: Mapping[str, Any]) -> str:
    if "row" in params:
        return f"{name}[{params['row']}].{params['column']}".rstrip(".")
    return str(params.get("path") or ("" if name == NON_FIELD_ERRORS else name))


def form_from_json(body: object, actor: Actor) -> EntryForm:
    """The form bound to a JSON object whose `fields` is a list of objects; raises Invalid for wrong types."""
    rows = body.get("fields", []) if isinstance(body, Mapping) else []
    if not isinstance(rows, list):
        raise Invalid([FieldError("fields", "wrong_type", _("Send the fields as a list of objects."))])
    rest = (
        {name: value for name, value in body.items() if name != "fields"}
        if isinstance(body, Mapping)
        else body
    )
    form = cast("EntryForm", from_json(cast("Any", EntryForm), rest, actor=actor))
    data = cast("MultiValueDict[str, Any]", form.data)
    data.setlist("fields", [rows])
    return form


@particulars_of("submission", "draft")
class Drafted(Particulars):
    """What the opening is told: the provider, and everything stated of the entry (`EntryForm` checks it)."""

    provider = forms.CharField()
    stated = forms.JSONField()


@particulars_of("submission", "refuse")
class Refused(Particulars):
    """Why an entry is not published."""

    reason = forms.CharField(
        label=_("Reason for not publishing"),
        help_text=_("Say what must be different; the provider files the entry anew."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

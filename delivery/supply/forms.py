"""What a provider states of a load, a database, a service; one form for page and REST (art. 3, 23)."""

import re
from typing import Any
from urllib.parse import unquote, urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalog.models import Entry
from delivery import networks, policy
from delivery.gateway import service_paths
from delivery.models import ApiSource, Cycle, Driver, LoadMode, Source
from delivery.models.api_sources import LARGEST_ANSWER, LONGEST_ANSWER
from delivery.supply import pulling
from delivery.supply.mounting import is_table
from delivery.supply.registering import codes_of, next_code
from procedure.particulars import Particulars
from refusals.tree import Invalid

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
PATH = re.compile(r"/[^\x00-\x20\x7f\"<>?#\\^`|]*")
HEADER = re.compile(r"[A-Za-z0-9-]{1,64}: [\x20-\x7e]{1,2000}")
NEVER_SET = frozenset({"host", "content-length", "transfer-encoding", "connection", "cookie"})


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given]


class OfEntry(Particulars):
    """A form about one entry, which is its origin."""

    origin: Entry

    def field_choices(self) -> list[tuple[str, str]]:
        return [(field.name, f"{field.title} ({field.name})") for field in self.origin.version.fields.all()]

    def code_choices(self) -> list[tuple[str, str]]:
        new = next_code(self.origin)
        return [*((code, code) for code in codes_of(self.origin)), (new, str(_("a new one: %s")) % new)]


class Bring(OfEntry):
    """A file for a table, or files."""

    given = FilesField(label=_("Files"))
    resource = forms.ChoiceField(label=_("Resource"), required=False)
    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    mode = forms.ChoiceField(
        label=_("How it stands to what is there"),
        choices=LoadMode.choices,
        widget=forms.RadioSelect,
        initial=LoadMode.FULL,
    )
    key = forms.MultipleChoiceField(
        label=_("Key fields"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The fields by which a row is known, for replacing rows of the same key."),
    )

    def fit(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["resource"].choices = self.code_choices()
        fields["key"].choices = self.field_choices()
        if is_table(self.origin):
            fields["given"].label = _("File")
            fields["given"].widget.attrs.pop("multiple", None)
            fields["given"].help_text = _(
                "CSV, Excel (.xlsx), JSON or Parquet; the first row names the fields. GB18030 is read too."
            )
        else:
            del fields["key"]
            fields["mode"].choices = [one for one in LoadMode.choices if one[0] != LoadMode.UPSERT]


class SourceForm(OfEntry):
    """A department's database, and what to fetch from it."""

    title = forms.CharField(label=_("Name of the source"), max_length=100)
    driver = forms.ChoiceField(label=_("Kind of database"), choices=Driver.choices)
    host = forms.CharField(label=_("Address"), max_length=200)
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=5432)
    database = forms.CharField(label=_("Database"), max_length=100)
    account = forms.CharField(
        label=_("Account"), max_length=100, help_text=_("One that may only read what is fetched.")
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Kept encrypted and never shown. Left empty, the one before stays."),
    )
    relation = forms.CharField(label=_("Table or view"), max_length=130, required=False)
    statement = forms.CharField(
        label=_("SELECT statement"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Either a table or a statement; its columns bear the names of the fields."),
    )
    mode = forms.ChoiceField(label=_("How it stands to what is there"), choices=LoadMode.choices)
    key = forms.MultipleChoiceField(
        label=_("Key fields"), required=False, widget=forms.CheckboxSelectMultiple
    )
    cycle = forms.ChoiceField(label=_("How often"), choices=Cycle.choices, initial=Cycle.DAILY)
    hour = forms.IntegerField(label=_("At what hour"), min_value=0, max_value=23, initial=2)
    seconds = forms.IntegerField(
        label=_("Longest fetch, in seconds"), min_value=5, max_value=6 * 3600, initial=600
    )
    paused = forms.BooleanField(label=_("Paused"), required=False)

    def fit(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["key"].choices = self.field_choices()

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if bool(told.get("relation")) == bool(told.get("statement")):
            self.add_error("relation", _("Name a table or give a statement, one of both."))
        if told.get("relation") and not pulling.NAME.fullmatch(told["relation"]):
            self.add_error(
                "relation", _("Write the name of a table, with its schema before a point if needed.")
            )
        if told.get("mode") == LoadMode.UPSERT and not told.get("key"):
            self.add_error("key", _("Replacing by key needs key fields."))
        self._ask(lambda: pulling.check_statement(told["statement"]) if told.get("statement") else None)
        if told.get("host") and told.get("port") and told.get("database"):
            self._ask(lambda: networks.database_address(told["host"], told["port"], told["database"]))
        return told

    def _ask(self, rule: Any) -> None:
        try:
            rule()
        except Invalid as refused:
            for error in refused.errors:
                self.add_error(error.field, ValidationError(error.sentence, error.code))  # type: ignore[arg-type]

    @staticmethod
    def initial_of(source: Source) -> dict[str, Any]:
        """What the form shows of a source; never the password."""
        names = [name for name in SourceForm.base_fields if name != "password"]
        return {name: getattr(source, name) for name in names}


class ServiceForm(OfEntry):
    """A department's own HTTP service."""

    title = forms.CharField(label=_("Title"), max_length=200)
    base_url = forms.URLField(
        label=_("Address of the service"),
        max_length=500,
        assume_scheme="https",
        help_text=_("https, without a query."),
    )
    paths = forms.CharField(
        label=_("Paths allowed"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "One a line, such as /v1/items/*; * stands for one part, ** at the end for all that follow."
        ),
    )
    methods = forms.MultipleChoiceField(
        label=_("Methods allowed"),
        choices=[(method, method) for method in METHODS],
        widget=forms.CheckboxSelectMultiple,
        initial=["GET"],
    )
    headers = forms.CharField(
        label=_("Secret headers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
        help_text=_(
            "One a line, such as X-Key: value. Kept encrypted and never shown; left empty, they stay."
        ),
    )
    timeout = forms.IntegerField(
        label=_("Longest wait, in seconds"), min_value=1, max_value=LONGEST_ANSWER, initial=10
    )
    max_bytes = forms.IntegerField(
        label=_("Largest answer, in bytes"),
        min_value=1024,
        max_value=LARGEST_ANSWER,
        initial=10 * 1024 * 1024,
    )
    allow_private = forms.BooleanField(
        label=_("It may lie in a private network (the Bureau registers this)"), required=False
    )

    def fit(self) -> None:
        if self.actor is None or not policy.may_allow_private(self.actor):
            del self.fields["allow_private"]

    def clean_paths(self) -> list[str]:
        """As they are compared: decoded once, in one spelling."""
        paths = [line.strip() for line in self.cleaned_data["paths"].splitlines() if line.strip()]
        try:
            known = [service_paths.normal(unquote(path, errors="strict"), path) for path in paths]
        except ValueError:
            known = []
        odd = (not PATH.fullmatch(path) or ".." in path or "**" in path[:-2] for path in known)
        if not known or any(odd):
            raise ValidationError(
                _("Each path begins with a slash and has no dots that lead upwards."), "bad_path"
            )
        return known

    def clean_headers(self) -> dict[str, str]:
        lines = [line.strip() for line in self.cleaned_data["headers"].splitlines() if line.strip()]
        if any(not HEADER.fullmatch(line) for line in lines):
            raise ValidationError(_("Write each header as Name: value, in plain characters."), "bad_header")
        told = dict(line.split(": ", 1) for line in lines)
        if NEVER_SET & {name.lower() for name in told}:
            raise ValidationError(_("This header is set by the portal."), "bad_header")
        return told

    def clean_base_url(self) -> str:
        url = str(self.cleaned_data["base_url"])
        parts = urlsplit(url)
        if parts.scheme not in {"https", "http"} or parts.query or parts.fragment or "@" in parts.netloc:
            raise ValidationError(
                _("Give an address with http or https, without account, query or fragment."), "bad_url"
            )
        return url.rstrip("/")

    @staticmethod
    def initial_of(service: ApiSource) -> dict[str, Any]:
        """What the form shows of a service; never its headers."""
        return {
            "title": service.resource.title,
            "base_url": service.base_url,
            "paths": "\n".join(service.paths),
            "methods": service.methods,
            "timeout": service.timeout,
            "max_bytes": service.max_bytes,
            "allow_private": service.allow_private,
        }

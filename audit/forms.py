"""What the verification page asks for: the number of an entry, or a proof as a file (art. 42)."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit.filters import HIGHEST

LARGEST = 200_000


class NumberForm(forms.Form):
    """Which entry."""

    number = forms.IntegerField(label=_("Number of the entry"), min_value=1, max_value=HIGHEST)


class ProofForm(forms.Form):
    """A proof that was downloaded before, from whomever it came."""

    proof = forms.FileField(label=_("Proof (a file ending in .json)"))

    def clean_proof(self) -> str:
        """The file as text; whether it holds is not this form's business."""
        file: Any = self.cleaned_data["proof"]
        if file.size > LARGEST:
            raise ValidationError(_("This file is too large for the proof of one entry."))
        try:
            text: str = file.read().decode()
        except UnicodeDecodeError as wrong:
            raise ValidationError(_("This is no proof: it cannot be read as text.")) from wrong
        return text

"""What a person prefers to be mailed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from notifications.models import Preference


class PreferenceForm(forms.ModelForm):
    """E-mails on or off, in which language, about what."""

    class Meta:
        model = Preference
        fields = ["email", "language", "scope"]
        widgets = {"scope": forms.RadioSelect, "language": forms.RadioSelect}
        help_texts = {
            "email": _("One e-mail for each of your posts gathers what has happened since the last one.")
        }

"""Forms for signing in, changing the password and issuing a token."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from organizations.tokens import LONGEST_DAYS

LONGEST_PASSWORD = 1000


class SignInForm(AuthenticationForm):
    """User name and password; the sentence for a wrong pair says what happens after too many."""

    password = forms.CharField(
        label=_("Password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    error_messages = {
        "invalid_login": _(
            "User name or password is wrong. After five failures the account is locked for a while."
        ),
        "inactive": _("This account is closed. Ask the administrator of your organization."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("User name")

    @property
    def was_tried(self) -> bool:
        """Was there a user name and a password to try?"""
        return bool(self.cleaned_data.get("username") and self.cleaned_data.get("password"))


class TokenForm(forms.Form):
    """A name to tell tokens apart, and how long it opens doors."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        help_text=_("Where you will use it, so that you know which one to revoke."),
    )
    days = forms.IntegerField(
        label=_("Valid for how many days"),
        min_value=1,
        max_value=LONGEST_DAYS,
        initial=30,
        help_text=_("1 to 365 days."),
    )

"""Pages of a person's own account: sign in and out, the lock, the password, access tokens."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.db import transaction
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from audit import context
from audit.trail import Snapshot, record
from organizations import demonstration, tokens
from organizations.actors import Actor, of_request
from organizations.forms import SignInForm, TokenForm
from organizations.models import User
from refusals.tree import Forbidden, Refusal


class SignIn(LoginView):
    """Signing in; every success and every failure stands in the trail."""

    template_name = "organizations/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        accounts = demonstration.accounts() if settings.DEMONSTRATION else []
        return super().get_context_data(accounts=accounts, password=demonstration.PASSWORD, **kwargs)

    @transaction.atomic
    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        answer = super().form_valid(form)
        record("organizations.sign_in", actor=Actor.of(form.get_user()).snapshot())
        return answer

    def form_invalid(self, form: SignInForm) -> HttpResponse:  # type: ignore[override]
        if form.was_tried:
            note_failure(form.cleaned_data["username"])
        return super().form_invalid(form)


@transaction.atomic
def note_failure(username: str) -> None:
    """The user name is kept when it is one: people type passwords into the wrong field."""
    known = User.objects.filter(username=username).exists()
    record("organizations.fail_sign_in", actor=Snapshot.anonymous(), subject=username if known else "")


class SignOut(LogoutView):
    """Signing out, by POST only."""

    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            record("organizations.sign_out", actor=of_request(request).snapshot())
        return super().post(request, *args, **kwargs)


def locked_out(
    request: HttpRequest,
    original_response: HttpResponse | None = None,
    credentials: dict[str, Any] | None = None,
) -> HttpResponse:
    """Too many failures: 429 with the minute from which one may try again."""
    attempts = AccessAttempt.objects.filter(
        username=(credentials or {}).get("username"),
        ip_address=request.axes_ip_address,  # type: ignore[attr-defined]
    )
    last = attempts.aggregate(last=Max("attempt_time"))["last"] or context.now()
    until = last + (get_cool_off(request) or timedelta())
    seconds = max(1, round((until - context.now()).total_seconds()))
    answer = render(request, "organizations/locked_out.html", {"until": until}, status=429)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def administration_door(request: HttpRequest, extra_context: object = None) -> HttpResponse:
    """Django's administration has no sign-in page of its own: everybody signs in at the same door.

    Raises:
        Forbidden: signed in, but no administrator.
    """
    if request.user.is_authenticated:
        raise Forbidden(_("Only administrators may enter here. Your own work is on the home page."))
    return redirect(f"{reverse('organizations:sign-in')}?{request.GET.urlencode()}")


class Password(PasswordChangeView):
    """Changing the own password; other sessions end."""

    http_method_names = ["get", "head", "post", "options"]
    template_name = "organizations/password.html"
    success_url = reverse_lazy("organizations:tokens")

    @transaction.atomic
    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        record("organizations.change_password", actor=of_request(self.request).snapshot())
        messages.success(
            self.request, _("Your password is changed. Other places where you were signed in are signed out.")
        )
        return super().form_valid(form)


def person(request: HttpRequest) -> User:
    """Who signed in; for pages behind the sign-in page."""
    if not isinstance(request.user, User):
        raise Forbidden
    return request.user


@sensitive_variables("secret")
@sensitive_post_parameters()
@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def access_tokens(request: HttpRequest) -> HttpResponse:
    """The person's tokens; a new one is shown in the answer to its form and never again."""
    form, secret = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        form, secret = _issued(request, form)
    context = {"form": form, "secret": secret, "tokens": person(request).access_tokens.all()}
    return render(request, "organizations/tokens.html", context, status=422 if form.errors else 200)


def _issued(request: HttpRequest, form: TokenForm) -> tuple[TokenForm, str]:
    """An empty form and the secret, or the form with what the rule says against it."""
    try:
        _token, secret = tokens.issue(
            person(request), actor=of_request(request).snapshot(), **form.cleaned_data
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal.sentence))
        return form, ""
    return TokenForm(), secret


@login_required
@require_POST
def revoke_token(request: HttpRequest, number: str) -> HttpResponse:
    """End one of the own tokens."""
    tokens.revoke(tokens.own(person(request), number), actor=of_request(request).snapshot())
    messages.success(
        request, _("The access token is revoked. Programs that used it are refused from now on.")
    )
    return redirect("organizations:tokens")

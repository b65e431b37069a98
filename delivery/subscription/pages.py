"""Subscribing in the browser: duties, way, keys, messages (art. 29(4), 44)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from delivery.models import Grant, Message
from delivery.policy import grant_of
from delivery.quotas import limiting
from delivery.subscription import duties, forms, keys, policy, targets, webhooks
from delivery.subscription import subscribing as subscriptions
from delivery.subscription.api import subscription_of
from organizations.actors import of_request
from procedure.particulars import Particulars
from refusals.tree import Invalid

MESSAGES_SHOWN = 20


@require_safe
@login_required
@never_cache
def subscription(request: HttpRequest, number: str) -> HttpResponse:
    """Duties, way, keys and messages on one page."""
    return _page(request, grant_of(of_request(request), number))


@login_required
@require_POST
def accept(request: HttpRequest, number: str) -> HttpResponse:
    """Accept the duties."""
    actor, grant = of_request(request), grant_of(of_request(request), number)

    def act(said: dict[str, Any]) -> str:
        subscriptions.accept(grant, actor=actor, version=said["version"])
        return _("The duties are accepted. You can read the data now.")

    return _acted(request, grant, "accept", forms.Accept, act)


@login_required
@require_POST
def arrange(request: HttpRequest, number: str) -> HttpResponse:
    """Choose way and networks."""
    actor, found = of_request(request), subscription_of(of_request(request), number)

    def act(said: dict[str, Any]) -> str:
        subscriptions.arrange(found, actor=actor, way=said["way"], allowed=said["networks"])
        return _("Stored. It holds from the next read on.")

    return _acted(request, found.grant, "arrange", forms.Arrange, act)


@login_required
@require_POST
def name_target(request: HttpRequest, number: str) -> HttpResponse:
    """Set where the system is told of new versions."""
    actor, found = of_request(request), subscription_of(of_request(request), number)

    def act(said: dict[str, Any]) -> str:
        targets.name(found, actor=actor, address=said["address"])
        return _("Stored. Your system is told of the next new version.")

    return _acted(request, found.grant, "target", forms.Target, act)


@sensitive_variables("secret")
@login_required
@never_cache
@require_POST
def issue_key(request: HttpRequest, number: str) -> HttpResponse:
    """A new key, shown in the answer to its form and never again."""
    actor, found = of_request(request), subscription_of(of_request(request), number)
    form = forms.Issue(request.POST, actor=actor)
    try:
        _key, secret = keys.issue(found, actor=actor, **form.cleaned())
    except Invalid:
        return _page(request, found.grant, {"issue": form}, status=422)
    return _page(request, found.grant, secret=secret)


@sensitive_variables("secret")
@login_required
@never_cache
@require_POST
def replace_key(request: HttpRequest, number: str, prefix: str) -> HttpResponse:
    """A new key; the old one opens a day longer."""
    actor, found = of_request(request), subscription_of(of_request(request), number)
    old = keys.of(found, prefix)
    form = forms.Replace(request.POST, actor=actor)
    try:
        _key, secret = keys.replace(old, actor=actor, **form.cleaned())
    except Invalid:
        return _page(request, found.grant, {"issue": form}, status=422)
    return _page(request, found.grant, secret=secret)


@login_required
@require_POST
def revoke_key(request: HttpRequest, number: str, prefix: str) -> HttpResponse:
    """End a key at once."""
    actor, found = of_request(request), subscription_of(of_request(request), number)
    keys.revoke(keys.of(found, prefix), actor=actor)
    messages.success(request, _("The key is revoked. A system that used it is refused from now on."))
    return redirect("delivery:subscription", number)


@login_required
@require_POST
def send_again(request: HttpRequest, number: str, message: str) -> HttpResponse:
    """Send a message again."""
    actor, found = of_request(request), subscription_of(of_request(request), number)
    targets.send_again(found, message, actor=actor)
    messages.success(request, _("The message is sent again within a minute, under the same id."))
    return redirect("delivery:subscription", number)


def _acted(
    request: HttpRequest,
    grant: Grant,
    name: str,
    form: type[Particulars],
    act: Callable[[dict[str, Any]], str],
) -> HttpResponse:
    """Do what the form says and come back to the page, or show it again with what is wrong."""
    filled = form(request.POST, actor=of_request(request), origin=grant)
    try:
        done = act(filled.cleaned())
    except Invalid:
        return _page(request, grant, {name: filled}, status=422)
    messages.success(request, done)
    return redirect("delivery:subscription", grant.number)


def _page(
    request: HttpRequest,
    grant: Grant,
    given: dict[str, Any] | None = None,
    *,
    secret: str = "",
    status: int = 200,
) -> HttpResponse:
    actor = of_request(request)
    found = subscriptions.of(grant)
    resource = next(iter(grant.entry.resources.all()), None)
    context = {
        "grant": grant,
        "subscription": found,
        "keeps": policy.subscribes(actor, grant),
        "duties": duties,
        "told": limiting.told_of(grant),
        "secret": secret,
        "address": request.build_absolute_uri(resource.get_absolute_url()) if resource else "",
        "issue": forms.Issue(actor=actor),
        "accept": forms.Accept(actor=actor),
    }
    if found:
        found.grant = grant
        context |= _of_subscription(request, grant)
    return render(request, "delivery/subscription.html", context | (given or {}), status=status)


def _of_subscription(request: HttpRequest, grant: Grant) -> dict[str, Any]:
    """What there is to see and to change once the duties are accepted."""
    actor = of_request(request)
    target = getattr(grant.subscription, "target", None)
    sent = Message.objects.filter(target=target).select_related("resource") if target else ()
    return {
        "keys": grant.subscription.keys.all(),
        "target_set": target,
        "signing": webhooks.secret_of(target.salt) if target else "",
        "messages_sent": sent[:MESSAGES_SHOWN],
        "arrange": forms.Arrange(actor=actor, origin=grant),
        "target": forms.Target(actor=actor, origin=grant),
    }

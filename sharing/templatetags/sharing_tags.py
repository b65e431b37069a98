"""What pages of any room show of share requests: the request list, and the siblings of a bundle (art. 28)."""

from typing import Any

from django import template

from catalog.models import Entry
from organizations.actors import of_request
from sharing import basket, policy
from sharing.models import ShareRequest

register = template.Library()
SHOWN = 50


@register.inclusion_tag("sharing/_put.html", takes_context=True)
def put_on_the_list(context: dict[str, Any], entry: Entry) -> dict[str, Any]:
    """The button that puts an entry on the list, or says that it is there; nothing for who files nothing."""
    request = context["request"]
    actor = of_request(request)
    return {
        "entry": entry,
        "may": basket.may_take(entry, actor),
        "is_on": entry.pk in on_the_list(request),
        "next": request.get_full_path(),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("sharing/_list_link.html", takes_context=True)
def link_to_the_list(context: dict[str, Any]) -> dict[str, Any]:
    """The way to the list, with the number of entries on it; nothing for who files nothing."""
    request = context["request"]
    return {"may": bool(policy.asking_posts(of_request(request))), "many": len(on_the_list(request))}


@register.simple_tag(takes_context=True)
def siblings(context: dict[str, Any], case: ShareRequest) -> list[ShareRequest]:
    """The other requests of the bundle that the reader may see."""
    if not case.bundle:
        return []
    rows = ShareRequest.objects.visible_to(of_request(context["request"])).filter(bundle=case.bundle)
    return list(rows.exclude(pk=case.pk).select_related("requester", "provider").order_by("pk")[:SHOWN])


def on_the_list(request: Any) -> frozenset[int]:
    """The entries on the reader's list; one query for each request, none for who files nothing."""
    if not hasattr(request, "_request_list"):
        actor = of_request(request)
        rows = basket.of(actor) if policy.asking_posts(actor) else basket.Wish.objects.none()
        request._request_list = frozenset(rows.values_list("entry", flat=True))  # noqa: SLF001
    found: frozenset[int] = request._request_list  # noqa: SLF001
    return found

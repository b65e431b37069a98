"""Whether the parts are up: `/healthz` for people, `/livez` and `/readyz` for orchestrators."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.parts import PARTS, state_of


@never_cache
@require_safe
def livez(request: HttpRequest) -> JsonResponse:
    """This process answers."""
    return JsonResponse({"state": "up"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """This process can serve pages: it reaches the database and the broker."""
    return _answer("database", "broker")


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Every part of the portal, each with its state."""
    return _answer(*PARTS)


def _answer(*names: str) -> JsonResponse:
    states = {name: state_of(name) for name in names}
    all_up = all(state["state"] == "up" for state in states.values())
    return JsonResponse({"state": "up" if all_up else "down", "parts": states}, status=200 if all_up else 503)

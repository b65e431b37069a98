"""How people are told no: a page with sentence, article and way on; a problem object under `/api/`."""

from collections.abc import Callable
from logging import getLogger
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.template.loader import get_template, render_to_string
from django.templatetags.static import static
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from refusals import problem, tree
from refusals.problem import Problem

logger = getLogger(__name__)

CONTENT_TYPE = "application/problem+json"
STALE_FORM = _("This form is too old to be accepted. Nothing was stored: reload the page and send it again.")
PLAIN_STYLES = ("bootstrap/css/bootstrap.min.css", "css/guishu.css")


class RefusalMiddleware:
    """Turns what a view refuses into a page or, under `/api/`, into a problem object."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """None for what nobody foresaw: Django logs it and asks `server_error`."""
        found = problem.of(exception)
        return told(request, found) if found else None


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return told(request, problem.of(exception) or problem.refusal(tree.Malformed()))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return told(request, problem.refusal(tree.Forbidden()))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return told(request, problem.refusal(tree.NotFound()))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return told(request, Problem(403, "stale_form", STALE_FORM))


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs neither database nor session nor context processors: any of them may be what failed."""
    found = problem.unexpected()
    return as_json(found) if is_api(request) else as_plain_page(request, found)


def told(request: HttpRequest, found: Problem) -> HttpResponse:
    """The problem in the form and language that the sender understands."""
    with translation.override(language(request)):
        return as_json(found) if is_api(request) else as_page(request, found)


def is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def language(request: HttpRequest) -> str | None:
    """The language in force, or the sender's own when the refusal came before it was chosen."""
    if hasattr(request, "LANGUAGE_CODE"):
        return translation.get_language()
    return translation.get_language_from_request(request)


def as_json(found: Problem) -> HttpResponse:
    return JsonResponse(
        found.body(),
        status=found.status,
        headers=dict(found.headers),
        content_type=CONTENT_TYPE,
        json_dumps_params={"ensure_ascii": False},
    )


def as_page(request: HttpRequest, found: Problem) -> HttpResponse:
    """The page in the portal's dress; when that cannot be rendered, the plain one."""
    try:
        html = render_to_string("refusals/refusal.html", {"problem": found}, request=request)
    except Exception:  # an error page that fails would hide what it should tell
        logger.exception("The page of a refusal could not be rendered")
        return as_plain_page(request, found)
    return HttpResponse(html, status=found.status, headers=dict(found.headers))


def as_plain_page(request: HttpRequest, found: Problem) -> HttpResponse:
    context: dict[str, Any] = {
        "problem": found,
        "styles": styles(),
        "request_id": getattr(request, "request_id", ""),
    }
    html = get_template("refusals/plain.html").render(context)
    return HttpResponse(html, status=found.status, headers=dict(found.headers))


def styles() -> list[str]:
    """Addresses of the style sheets; none while they have not been collected."""
    try:
        return [static(name) for name in PLAIN_STYLES]
    except ValueError:
        return []

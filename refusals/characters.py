"""Refuses what PostgreSQL cannot store as text: NUL in addresses, parameters, cookies and forms."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict, UnreadablePostError
from django.utils.translation import gettext_lazy as _

from refusals import pages, problem
from refusals.tree import Malformed

FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
SENTENCE = _("What was sent contains a NUL character, which is no text. Remove it and send it again.")


class CleanTextMiddleware:
    """Answers 400 to NUL in path, query, cookies and form bodies; JSON bodies are the parser's business."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if has_nul([request.path_info, *texts(request.GET), *request.COOKIES.values()]):
            return refused(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Forms are read once the address is known to lead somewhere; the API has its own parsers."""
        if request.content_type not in FORMS or pages.is_api(request):
            return None
        try:
            sent = [*texts(request.POST), *names(request)]
        except (SuspiciousOperation, UnreadablePostError) as unreadable:
            return pages.told(request, problem.of(unreadable) or problem.unexpected())
        return refused(request) if has_nul(sent) else None


def texts(sent: QueryDict) -> Iterator[str]:
    for name, values in sent.lists():
        yield name
        yield from (value for value in values if isinstance(value, str))


def names(request: HttpRequest) -> Iterator[str]:
    """The names of the files sent."""
    for field, files in request.FILES.lists():
        yield field
        yield from (file.name or "" for file in files)


def has_nul(sent: Iterable[str]) -> bool:
    return any("\x00" in text for text in sent)


def refused(request: HttpRequest) -> HttpResponse:
    return pages.told(request, problem.refusal(Malformed(SENTENCE, code="nul")))

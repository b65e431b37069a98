"""The pages of notices: the list, opening one, marking as read, preferences, and how the mails get on."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from notifications import policy, reading
from notifications.backlog import Backlog, failures
from notifications.filters import PageFilter
from notifications.forms import PreferenceForm
from notifications.lists import COLUMNS, FAILURES, NOTICES, told
from notifications.models import Preference
from notifications.wording import lines
from organizations.actors import of_request
from procedure import spreadsheet
from procedure.lists import words_of
from procedure.saved.filters import over
from refusals.tree import FieldError, Forbidden, Invalid
from workdays import clock

PAGE_SIZE = 50


@login_required
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """The own notices, newest first."""
    shelf, actor = over(request, NOTICES), of_request(request)
    if shelf.by_itself:
        return redirect(shelf.by_itself)
    found = PageFilter(words_of(request), queryset=policy.own(request.user))
    if spreadsheet.is_wanted(request):
        return spreadsheet.answer(request, NOTICES.name, NOTICES.title, COLUMNS, told(found.qs, actor))
    page = Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = lines(page.object_list, actor)
    context = {
        "page": page,
        "lines": shown,
        "filter": found,
        "shelf": shelf,
        "newest": max((line.notice.pk for line in shown), default=0),
        "unread_here": any(line.notice.read is None for line in shown),
    }
    return render(request, "notifications/notices.html", context)


@login_required
@require_GET
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the notice and go to its case."""
    notice = reading.read(reading.find(request.user, pk))
    [line] = lines([notice], of_request(request))
    if line.case is not None:
        return redirect(line.case)
    if notice.case is not None:
        messages.warning(request, line.sentence)
    return redirect("notifications:notices")


@login_required
@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one notice as read, and stay on the list."""
    reading.read(reading.find(request.user, pk))
    return redirect("notifications:notices")


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark as read what the page showed and everything older."""
    marked = reading.read_all(request.user, _until(request))
    sentence = ngettext(
        "%(number)d notice is marked as read.", "%(number)d notices are marked as read.", marked
    )
    messages.success(request, sentence % {"number": marked})
    return redirect("notifications:notices")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """What the person wants to be mailed."""
    form = PreferenceForm(request.POST or None, instance=Preference.of(request.user))
    if request.method == "POST" and form.is_valid():
        Preference.choose(request.user, **form.cleaned_data)
        messages.success(request, _("Your choice is stored. It holds from the next e-mail on."))
        return redirect("notifications:preferences")
    context = {"form": form, "sends_mail": settings.SENDS_MAIL}
    return render(request, "notifications/preferences.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """How the mails get on, for the system administrator."""
    if not policy.may_see_mails(request.user):
        raise Forbidden
    if spreadsheet.is_wanted(request):
        rows = failures()[: spreadsheet.MOST_ROWS + 1]
        return spreadsheet.answer(request, "failed-mails", gettext_lazy("Failed mails"), FAILURES, rows)
    backlog = Backlog.read(since=clock.now() - timedelta(days=1))
    return render(request, "notifications/mails.html", {"backlog": backlog})


def _until(request: HttpRequest) -> int:
    said = request.POST.get("until", "")
    if not (said.isascii() and said.isdigit() and len(said) < 19):
        raise Invalid([FieldError("until", "invalid", _("Open the list of notices again, then mark them."))])
    return int(said)

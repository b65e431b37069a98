"""Quality in the browser: issues, duties, stale data, and the report of an entry (art. 29(5), 38-40)."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.models import Entry
from organizations.actors import Actor, of_request
from procedure import spreadsheet
from procedure.case_lists import listed
from procedure.engine import begin
from procedure.openings import openings_from
from quality import lists, policy, staleness
from quality.errors import NotACaller
from quality.events import record_event
from quality.filters import DutyFilter, IssueFilter
from quality.forms import Event, Report
from quality.models import ChangeEvent, QualityIssue, UpdateDuty
from quality.reports import report_of
from quality.scoring import LABELS, WEIGHTS
from refusals.tree import Invalid, NotFound

PAGE_SIZE = 50
FORM = ["GET", "HEAD", "POST"]


@login_required
@require_safe
def issues(request: HttpRequest) -> HttpResponse:
    """Faults that we reported, and faults reported in our data."""
    rows = QualityIssue.objects.visible_to(of_request(request)).with_entry()
    return listed(
        request,
        lists.ISSUES,
        rows,
        filters=IssueFilter,
        columns=lists.ISSUE_COLUMNS,
        template="quality/issues.html",
        calls=policy.calls_for_updates(of_request(request)),
    )


@login_required
@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    """Updates that are due, and those that were made."""
    rows = UpdateDuty.objects.visible_to(of_request(request)).with_entry().select_related("event")
    return listed(
        request,
        lists.DUTIES,
        rows,
        filters=DutyFilter,
        columns=lists.DUTY_COLUMNS,
        template="quality/duties.html",
        calls=policy.calls_for_updates(of_request(request)),
    )


@login_required
@require_safe
def stale(request: HttpRequest) -> HttpResponse:
    """Data older than its declared cycle: that of our organizations, or of those that we oversee."""
    found = staleness.stale().filter(entry__in=policy.entries_called_by(of_request(request)))
    if spreadsheet.is_wanted(request):
        rows = staleness.late(found)
        return spreadsheet.answer(request, "stale-data", _("Stale data"), lists.STALE_COLUMNS, rows)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "quality/stale.html", {"page": page, "rows": list(staleness.late(page))})


@login_required
@require_http_methods(FORM)
def report(request: HttpRequest) -> HttpResponse:
    """Report a fault of one entry, or of the data behind it."""
    actor, entry = of_request(request), _entry_named(request)
    if request.method != "POST":
        return _report_page(request, entry, Report(actor=actor, origin=entry, initial={"entry": entry.code}))
    form = Report(request.POST, actor=actor, origin=entry)
    try:
        return redirect(begin(QualityIssue, actor=actor, **form.cleaned()))
    except Invalid:
        return _report_page(request, entry, form, status=422)


def _report_page(request: HttpRequest, entry: Entry, form: Report, status: int = 200) -> HttpResponse:
    actor = of_request(request)
    known = QualityIssue.objects.visible_to(actor).filter(entry=entry).is_open().order_by("-pk")[:5]
    context = {
        "entry": entry,
        "form": form,
        "known": known,
        "may_report": bool(policy.reporting_posts(actor, entry)),
    }
    return render(request, "quality/report.html", context, status=status)


@login_required
@require_http_methods(FORM)
def new_event(request: HttpRequest) -> HttpResponse:
    """Record a change of law or function, and call for the updates that it makes due."""
    actor = of_request(request)
    if not policy.calls_for_updates(actor):
        raise NotACaller(article="39")
    if request.method != "POST":
        form = Event(actor=actor, initial={"entries": request.GET.get("entry", "")})
        return render(request, "quality/new_event.html", {"form": form})
    form = Event(request.POST, actor=actor)
    try:
        happened, _called = record_event(actor, **form.cleaned())
    except Invalid:
        return render(request, "quality/new_event.html", {"form": form}, status=422)
    return redirect(happened)


@login_required
@require_safe
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """One event, with the duties that it opened."""
    actor = of_request(request)
    found = ChangeEvent.objects.select_related("organization", "recorded_by").filter(pk=pk).first()
    opened = UpdateDuty.objects.visible_to(actor).filter(event=pk).with_parties().order_by("pk")
    shown = list(opened.prefetch_related("work_items__holder"))
    if found is None or not (shown or found.organization_id in actor.organization_ids()):
        raise NotFound
    return render(request, "quality/event.html", {"event": found, "duties": shown})


@login_required
@require_safe
def entry(request: HttpRequest, code: str) -> HttpResponse:
    """The quality report of an entry."""
    actor = of_request(request)
    found = entry_of(actor, code)
    context = {
        "report": report_of(found, actor),
        "entry": found,
        "openings": [offer for offer in openings_from(found, actor) if "/quality/" in offer.address],
        "formula": [(LABELS[name], weight) for name, weight in WEIGHTS.items()],
    }
    return render(request, "quality/entry.html", context)


def _entry_named(request: HttpRequest) -> Entry:
    return entry_of(of_request(request), request.POST.get("entry") or request.GET.get("entry", ""))


def entry_of(actor: Actor, code: str) -> Entry:
    found: Entry | None = (
        Entry.objects.published().visible_to(actor).with_version().filter(code=code[:40]).first()
    )
    if found is None:
        raise NotFound
    return found

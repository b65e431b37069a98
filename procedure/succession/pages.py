"""Renamings and mergers in the browser: the list, entering one, taking one back, an organization's names."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.trail import Snapshot
from organizations import policy, succession
from organizations.actors import of_request
from organizations.models import Organization, OrganizationChange
from procedure import spreadsheet
from procedure.succession.forms import ChangeForm
from procedure.succession.lists import CHANGES
from refusals.tree import Conflict, Forbidden, Invalid, Refusal

PAGE_SIZE = 50


def recorder(request: HttpRequest) -> Snapshot:
    """Who records, in the post in which he does. Raises Forbidden."""
    found = policy.recorder(of_request(request))
    if found is None:
        raise Forbidden(_("Renamings and mergers are recorded by the Bureau and the system administrator."))
    return found


@login_required
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """All changes, the latest first; for those to come, what will pass on."""
    rows = OrganizationChange.objects.with_bodies()
    if spreadsheet.is_wanted(request):
        title = gettext_lazy("Renamings and mergers")
        return spreadsheet.answer(request, "organization-changes", title, CHANGES, rows)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    coming = [(change, succession.foreseen(change.organization)) for change in page if change.is_pending]
    may = policy.recorder(of_request(request)) is not None
    context = {"page": page, "coming": coming, "may_record": may}
    return render(request, "procedure/organization_changes.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Enter a change; a wrong form is shown again."""
    actor = recorder(request)
    if request.method != "POST":
        first = {"organization": request.GET.get("organization", "")[:40]}
        return _entering(request, ChangeForm(actor=of_request(request), initial=first))
    form = ChangeForm(request.POST, actor=of_request(request))
    try:
        succession.enter(actor, **form.cleaned())
    except (Invalid, Conflict) as refusal:
        return _entering(request, form, refusal)
    messages.success(request, _("Entered. It is carried out on its day, within minutes."))
    return redirect("procedure:organization-changes")


@login_required
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a change that is still to come."""
    try:
        succession.take_back(pk, recorder(request))
        messages.success(request, _("Taken back. Nothing changes."))
    except Conflict as refusal:
        messages.warning(request, str(refusal.sentence))
    return redirect("procedure:organization-changes")


@require_safe
def organization(request: HttpRequest, code: str) -> HttpResponse:
    """One organization: what it is called, was called, and whom it succeeded. Public, as in REST."""
    rows = policy.organizations_seen().select_related("authority", "parent", "successor", "division")
    found = get_object_or_404(rows.prefetch_related("former_names", "predecessors"), code=code[:40])
    changes = found.changes.exclude(carried_out_at=None).select_related("successor")
    context = {"organization": found, "changes": changes, "may_record": _may_record(request, found)}
    return render(request, "procedure/organization.html", context)


def _may_record(request: HttpRequest, found: Organization) -> bool:
    return policy.recorder(of_request(request)) is not None and found.successor_id is None


def _entering(request: HttpRequest, form: ChangeForm, refusal: Refusal | None = None) -> HttpResponse:
    context = {"form": form, "refusal": None if isinstance(refusal, Invalid) else refusal}
    status = refusal.status if refusal else 200
    return render(request, "procedure/organization_change.html", context, status=status)

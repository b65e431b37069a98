"""Posts and stand-ins in the browser: who sits where, what nobody can do, filling posts (art. 5, 9-11)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organizations import staffing
from organizations.actors import Actor, of_request
from organizations.querysets import today
from procedure import spreadsheet
from procedure.particulars import Particulars
from procedure.staffing.forms import Appointment, Cover
from procedure.staffing.lists import POSTS
from procedure.staffing.unattended import unattended_for
from refusals.tree import Conflict, Forbidden, Invalid, Refusal

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 50


@login_required
@require_safe
def posts(request: HttpRequest) -> HttpResponse:
    """The posts of one organization with their stand-ins; for an administrator also what nobody can do."""
    actor = of_request(request)
    if not actor.is_staff:
        raise Forbidden
    houses = list(staffing.administered_by(actor))
    known = {house.code: house for house in (*actor.organizations, *houses)}
    chosen = known.get(request.GET.get("organization", "")) or actor.organizations[0]
    seen = staffing.with_stand_ins(staffing.posts_seen(actor)).filter(organization=chosen)
    if spreadsheet.is_wanted(request):
        return spreadsheet.answer(request, "posts", gettext_lazy("Posts and stand-ins"), POSTS, list(seen))
    context = {
        "chosen": chosen,
        "houses": sorted(known.values(), key=lambda house: house.code),
        "rows": _rows(actor, list(seen), fills=chosen in houses),
        "fills": chosen in houses,
        "unattended": unattended_for(actor).with_case().order_by("due", "pk")[:SHOWN],
        "covers": staffing.covers_of(actor.user),
        "today": today(),
    }
    return render(request, "procedure/staffing.html", context)


@login_required
@GET_OR_POST
def appoint(request: HttpRequest) -> HttpResponse:
    """Give somebody a post."""
    actor = of_request(request)
    code = request.POST.get("organization") or request.GET.get("organization", "")
    house = staffing.house_of(actor, code)
    first = {"organization": house.code, "post": request.GET.get("post", ""), "starts": today()}
    if request.method != "POST":
        return _form(request, Appointment(actor=actor, initial=first), _("Fill a post"), house)
    form = Appointment(request.POST, actor=actor)
    try:
        made = staffing.appoint(actor=actor, **form.cleaned())
    except (Invalid, Conflict) as refusal:
        return _form(request, form, _("Fill a post"), house, refusal)
    said = {"person": made.user.name, "post": made.get_kind_display(), "day": made.starts.isoformat()}
    messages.success(request, _("%(person)s holds this post from %(day)s: %(post)s.") % said)
    return _back(made.organization.code)


@login_required
@GET_OR_POST
def cover(request: HttpRequest, pk: int) -> HttpResponse:
    """Name a stand-in for one's own post, or for a post of the organization that one administers."""
    actor = of_request(request)
    post = staffing.post_seen(actor, pk)
    if not staffing.may_cover(actor, post):
        raise staffing.NotYourHouse
    heading, where = _("Name a stand-in"), post.organization
    if request.method != "POST":
        return _form(request, Cover(actor=actor, origin=post, initial={"starts": today()}), heading, where)
    form = Cover(request.POST, actor=actor, origin=post)
    try:
        made = staffing.cover(post, actor=actor, **form.cleaned())
    except (Invalid, Conflict) as refusal:
        return _form(request, form, heading, where, refusal, post=post)
    said = {"person": made.user.name, "holder": post.user.name}
    messages.success(request, _("%(person)s stands in for %(holder)s.") % said)
    return _back(post.organization.code)


@login_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a stand-in at once."""
    actor = of_request(request)
    found = staffing.stand_in_seen(actor, pk)
    staffing.end(found, actor=actor)
    messages.success(request, _("The stand-in has ended."))
    return _back(found.post.organization.code)


def _rows(actor: Actor, posts: list[Any], *, fills: bool) -> list[tuple[Any, bool]]:
    """Each post, and whether the actor may name a stand-in for it; no query."""
    me = actor.user.pk if actor.user else None
    return [(p, p.user_id == me or (fills and p.kind in staffing.APPOINTABLE)) for p in posts]


def _form(
    request: HttpRequest,
    form: Particulars,
    heading: str,
    house: Any,
    refusal: Refusal | None = None,
    **more: Any,
) -> HttpResponse:
    if isinstance(refusal, Invalid) and not form.errors:
        for error in refusal.errors:
            form.add_error(error.field if error.field in form.fields else None, str(error.sentence))
    context = {"form": form, "heading": heading, "house": house, "refusal": refusal, **more}
    return render(request, "procedure/staffing_form.html", context, status=refusal.status if refusal else 200)


def _back(code: str) -> HttpResponse:
    answer = redirect("procedure:posts")
    answer["Location"] += f"?organization={code}"
    return answer

"""Signed heads for everyone, and the seal of an entry for who may see it (art. 42)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from audit import heads, policy, proofs, verifier_file
from audit.forms import NumberForm, ProofForm
from audit.models import Entry, Head, Key
from verifier.files import verify_proof
from verifier.notes import Unreadable

SHOWN = 10


@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """The newest head, those before it, the keys, and how anyone verifies; a number leads to its entry."""
    asked = NumberForm(request.GET or None)
    if asked.is_bound and asked.is_valid():
        return redirect("audit:entry", number=asked.cleaned_data["number"])
    return shown(request, number=asked)


@require_http_methods(["POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Does a proof hold, whoever brings it? Nothing is stored."""
    form = ProofForm(request.POST, request.FILES)
    if not form.is_valid():
        return shown(request, proof=form)
    try:
        holds, told = verify_proof(form.cleaned_data["proof"], [key.known for key in Key.objects.all()])
    except Unreadable:
        holds, told = False, {}
    return shown(request, proof=form, verdict={"holds": holds, **told})


def shown(
    request: HttpRequest,
    *,
    number: NumberForm | None = None,
    proof: ProofForm | None = None,
    verdict: dict[str, Any] | None = None,
) -> HttpResponse:
    newest = list(Head.objects.select_related("key").order_by("-id")[:SHOWN])
    context = {
        "head": newest[0] if newest else None,
        "earlier": newest[1:],
        "keys": Key.objects.order_by("since", "id"),
        "number": number or NumberForm(),
        "proof": proof or ProofForm(),
        "verdict": verdict,
        "digest": verifier_file.digest(),
        "may_ask": request.user.is_authenticated,
    }
    wrong = any(form is not None and form.is_bound and not form.is_valid() for form in (number, proof))
    return render(request, "audit/heads.html", context, status=422 if wrong else 200)


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest head as text, to keep."""
    head = heads.latest()
    if head is None:
        raise Http404
    return HttpResponse(head.note.text, content_type="text/plain; charset=utf-8")


@require_safe
def verifier(request: HttpRequest) -> HttpResponse:
    """The verifier to run oneself."""
    named = f'attachment; filename="{verifier_file.NAME}"'
    return HttpResponse(
        verifier_file.content(), content_type="application/zip", headers={"Content-Disposition": named}
    )


@require_safe
def entry(request: HttpRequest, number: int) -> HttpResponse:
    """Where an entry is sealed, and under which head."""
    found = visible(request, number)
    head, position = heads.latest(), getattr(found, "position", None)
    is_covered = position is not None and head is not None and position < head.size
    context = {"entry": found, "position": position, "head": head, "is_covered": is_covered}
    return render(request, "audit/entry.html", context)


@require_safe
def proof(request: HttpRequest, number: int) -> HttpResponse:
    """The proof of an entry, to keep or to show to somebody."""
    told = proofs.of_entry(visible(request, number).pk)
    if told is None:
        raise Http404
    named = f'attachment; filename="proof-{number}.json"'
    return HttpResponse(
        proofs.as_text(told), content_type="application/json", headers={"Content-Disposition": named}
    )


def visible(request: HttpRequest, number: int) -> Entry:
    """An entry that this person may see; for anyone else there is none."""
    found = policy.visible(getattr(request, "actor", None)).with_position().filter(pk=number).first()
    if found is None:
        raise Http404
    return found

"""The public working-day calculator."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from workdays.clock import today
from workdays.forms import DueForm


@require_safe
def calculator(request: HttpRequest) -> HttpResponse:
    """The question, and once it is asked the answer with its reasons; the address can be shared."""
    if not any(name in request.GET for name in DueForm.base_fields):
        return render(
            request, "workdays/calculator.html", {"form": DueForm(initial={"received": today(), "days": 5})}
        )
    form = DueForm.asked(request.GET)
    if not form.is_valid():
        return render(request, "workdays/calculator.html", {"form": form}, status=422)
    return render(request, "workdays/calculator.html", {"form": form, "explanation": form.explanation()})

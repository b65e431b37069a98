"""The public working-day calculator, and the calendar itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from organizations.actors import of_request
from refusals.tree import NotFound
from workdays.calendar import current
from workdays.clock import today
from workdays.forms import DueForm
from workdays.policy import keeps_the_calendar
from workdays.year import Year

LONGEST_YEAR = 4


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


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """One year: which days are off or worked and why, and which notices say so; at first this year."""
    asked, known = request.GET.get("year", str(today().year)), current()
    is_year = asked.isascii() and asked.isdigit() and len(asked) == LONGEST_YEAR
    if not (is_year and Year.reaches(known, int(asked))):
        raise NotFound(_("The working-day calendar does not cover this year."))
    keeper = keeps_the_calendar(of_request(request)) is not None
    return render(request, "workdays/calendar.html", {"year": Year(known, int(asked)), "keeps_it": keeper})

"""The inbox: the duties of an actor's posts by due date, with figures, and what waits on others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet, Window
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.actors import Actor
from procedure.models import WorkItem
from procedure.searching import found_by
from procedure.seen import duties_seen
from workdays import clock
from workdays.page import calendar_of_page

PAGE_SIZE = 50
SOON_DAYS = 3


class InboxFilter(forms.Form):
    """Filters that stay in the address."""

    when = forms.ChoiceField(
        label=_("Due"),
        required=False,
        choices=[
            ("", pgettext_lazy("due at any time", "At any time")),
            ("overdue", _("Overdue")),
            ("today", pgettext_lazy("due", "Today")),
            ("soon", _("Within three working days")),
        ],
    )
    claimed = forms.ChoiceField(
        label=_("Claimed"),
        required=False,
        choices=[
            ("", pgettext_lazy("claimed or not", "All")),
            ("me", _("By me")),
            ("nobody", _("By nobody")),
        ],
    )
    q = forms.CharField(label=_("Number, bundle or subject"), required=False, max_length=100)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")

    def condition(self, actor: Actor, today: date, soon: date) -> Q:
        """The filter as a condition on work items; nothing is filtered by a wrong value."""
        chosen = self.cleaned_data if self.is_valid() else {}
        when = {"overdue": Q(due__lt=today), "today": Q(due=today), "soon": Q(due__gt=today, due__lte=soon)}
        claimed = {"me": Q(claimed_by=actor.user), "nobody": Q(claimed_by=None)}
        words = chosen.get("q", "")
        wanted = when.get(chosen.get("when", ""), Q()) & claimed.get(chosen.get("claimed", ""), Q())
        return wanted & found_by(words, "case__")


@dataclass(frozen=True)
class Figures:
    """How many duties are overdue, due today, due soon; and how many fit the filter."""

    overdue: int
    today: int
    soon: int
    all: int
    fitting: int

    @property
    def urgent(self) -> int:
        return self.overdue + self.today


class CountedPaginator(Paginator):
    """A paginator that was told the count, so that it need not ask again."""

    def __init__(self, rows: QuerySet[WorkItem], count: int) -> None:
        super().__init__(rows, PAGE_SIZE)
        self.count = count

    @cached_property
    def count(self) -> int:
        raise AssertionError("the count is given")


class Inbox:
    """What one actor has to do today."""

    def __init__(self, actor: Actor, data: Any) -> None:
        self.actor = actor
        self.form = InboxFilter(data)
        self.today = clock.today()
        self.held = WorkItem.objects.held_by(actor)
        soon = calendar_of_page().add(self.today, SOON_DAYS)
        self.condition = self.form.condition(actor, self.today, soon)
        self.figures = self._figures(soon)

    def _figures(self, soon: date) -> Figures:
        """From how many duties are due on each day, which the index of the inbox tells by itself."""
        by_day: Any = self.held.values("due").annotate(all=Count("*")).order_by()
        if self.condition:
            by_day = by_day.annotate(fitting=Count("pk", filter=self.condition))
        days: list[tuple[date, int, int]] = [
            (day["due"] or date.max, day["all"], day.get("fitting", day["all"])) for day in by_day
        ]
        return Figures(
            overdue=sum(many for due, many, _fits in days if due < self.today),
            today=sum(many for due, many, _fits in days if due == self.today),
            soon=sum(many for due, many, _fits in days if self.today < due <= soon),
            all=sum(many for _due, many, _fits in days),
            fitting=sum(fits for _due, _many, fits in days),
        )

    def rows(self) -> QuerySet[WorkItem]:
        """The duties that fit the filter, by due date."""
        rows: QuerySet[WorkItem] = self.held.filter(self.condition).with_case().order_by("due", "pk")
        return rows

    def page(self, number: str | None) -> Any:
        return CountedPaginator(self.rows(), self.figures.fitting).get_page(number)

    def awaited(self, most: int) -> tuple[Sequence[WorkItem], int]:
        """What waits on others, the nearest due date first, and how many such duties there are."""
        rows = WorkItem.objects.awaited_by(self.actor).with_case().annotate(many=Window(Count("pk")))
        found = list(rows.order_by("due", "pk")[:most])
        return duties_seen(found, self.actor), found[0].many if found else 0

"""The supervision board: overdue duties by organization and stage, and a supervisor's urging (art. 9, 10).

Only terms of the Measures judge anybody; terms of ours and of a city's rules are counted apart.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.trail import record
from organizations.actors import Actor, Holding
from organizations.models import Organization, OrganizationKind, PostKind
from procedure.engine import signature
from procedure.errors import AlreadyDone
from procedure.models import Case, WorkItem, kinds
from procedure.particulars import Particulars, errors_of
from procedure.querysets import oversees_the_region
from procedure.reminders import Escalation, Level, Urging
from refusals.tree import Conflict, Forbidden, Invalid, NotFound
from workdays import clock

PAGE_SIZE = 50
MOST_ROWS = 500
JUDGING = "measures"
WATCHERS = (PostKind.SUPERVISOR.value, PostKind.REVIEWER.value)


class NotASupervisor(Forbidden):
    """The board is for supervisors, and for the reviewers of big-data authorities."""

    code = "not_a_supervisor"
    sentence = _(
        "The supervision board is for supervisors and for the reviewers of big-data authorities."
        " Ask your administrator if you need it."
    )


class UrgedToday(Conflict):
    """The same person urged the same duty today."""

    code = "urged_today"
    sentence = _("You have urged this work item today already. You can urge it again tomorrow.")


class BoardFilter(forms.Form):
    """Filters that stay in the address; page and REST read the same ones."""

    organization = forms.CharField(label=_("Organization's code"), required=False, max_length=40)
    stage = forms.CharField(label=_("Stage"), required=False, max_length=32)
    source = forms.ChoiceField(
        label=_("Whose term"),
        required=False,
        choices=[
            ("", pgettext_lazy("terms", "All")),
            (JUDGING, _("Of the Measures")),
            ("others", _("Of other rules")),
        ],
    )
    level = forms.ChoiceField(
        label=_("Reported to"),
        required=False,
        choices=[
            ("", pgettext_lazy("reported to", "Anybody or nobody")),
            (str(Level.AUTHORITY.value), _("The authority")),
            (str(Level.TOP.value), _("The Bureau")),
        ],
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")

    def condition(self) -> Q:
        """The filter as a condition on work items; nothing is filtered by a wrong form."""
        chosen = self.cleaned_data if self.is_valid() else {}
        found = Q()
        if code := chosen.get("organization"):
            found &= Q(holder__code=code)
        if stage := chosen.get("stage"):
            found &= Q(stage=stage)
        if source := chosen.get("source"):
            found &= Q(source=JUDGING) if source == JUDGING else ~Q(source=JUDGING)
        if level := chosen.get("level"):
            found &= Q(pk__in=Escalation.objects.standing().filter(level=level).values("item"))
        return found

    @property
    def narrows_to_items(self) -> bool:
        """Whether somebody drilled down to an organization or a stage."""
        return self.is_valid() and bool(self.cleaned_data["organization"] or self.cleaned_data["stage"])


class Urge(Particulars):
    """What a supervisor says to the holder of a duty."""

    sentence = forms.CharField(
        label=_("What you say to the holder"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@dataclass(frozen=True)
class Row:
    """The overdue duties of one organization in one stage: under the Measures, apart, and the oldest."""

    kind: str
    stage: str
    code: str
    name: str
    overdue: int
    apart: int
    oldest: date

    @property
    def stage_label(self) -> str:
        return str(kinds()[self.kind].stage_label(self.stage))


class Board:
    """What one actor supervises, as it stands today. Raises NotASupervisor."""

    def __init__(self, actor: Actor, data: Any = None) -> None:
        self.actor = actor
        self.form = BoardFilter(data)
        self.today = clock.today()
        self.overdue = supervised_by(actor).is_overdue(self.today)
        self.found = self.overdue.filter(self.form.condition())

    def checked(self) -> "Board":
        """For programs: a wrong filter is refused; raises Invalid."""
        if not self.form.is_valid():
            refusal = Invalid(errors_of(self.form))
            refusal.status = 400
            raise refusal
        return self

    def figures(self) -> dict[str, int]:
        """Of all that the actor supervises: overdue under the Measures, apart, organizations concerned."""
        judging = Q(source=JUDGING)
        return self.overdue.aggregate(
            overdue=Count("pk", filter=judging),
            apart=Count("pk", filter=~judging),
            organizations=Count("holder", distinct=True, filter=judging),
        )

    def rows(self) -> list[Row]:
        """By organization and stage, most overdue under the Measures first; one query, so many at most."""
        judging = Q(source=JUDGING)
        groups = self.found.values(
            "case__kind", "stage", "holder__code", "holder__name", "holder__name_en"
        ).annotate(overdue=Count("pk", filter=judging), apart=Count("pk", filter=~judging), oldest=Min("due"))
        return [
            _row(group)
            for group in groups.order_by("-overdue", "-apart", "holder__code", "stage")[:MOST_ROWS]
        ]

    def items(self) -> QuerySet[WorkItem]:
        """The duties that the filter leaves, with their cases."""
        return self.found.with_case()

    def page(self, number: str | None) -> Any:
        return Paginator(self.items().order_by("due", "pk"), PAGE_SIZE).get_page(number)


def supervises_any(actor: Actor) -> bool:
    """Whether there is anything that this actor supervises."""
    return supervises(actor.holdings)


def supervises(holdings: Iterable[Holding]) -> bool:
    """Whether somebody who holds these posts supervises anything."""
    return any(_watches(holding) for holding in holdings)


def supervised_by(actor: Actor) -> Any:
    """Open duties in submitted cases: of the region, of the authority's city, or of the own house."""
    watching = [holding for holding in actor.holdings if _watches(holding)]
    if not watching:
        raise NotASupervisor
    rows = WorkItem.objects.is_open().filter(case__submitted__isnull=False)
    if oversees_the_region(Actor(actor.user, tuple(watching))):
        return rows
    own = {holding.organization_id for holding in watching}
    ruled = {holding.organization_id for holding in watching if _is_authority(holding)}
    return rows.filter(Q(holder__in=own) | Q(holder__authority__in=ruled))


def urge(item: WorkItem, *, actor: Actor, sentence: str) -> WorkItem:
    """Urge the holder, with an entry that tells him. Raises NotFound, AlreadyDone or UrgedToday."""
    capacity = capacity_over(item, actor)
    assert actor.user is not None
    try:
        with transaction.atomic():
            if not WorkItem.objects.is_open().filter(pk=item.pk).exists():
                raise AlreadyDone
            Urging.objects.create(item=item, person=actor.user, on=clock.today(), sentence=sentence)
            _record(item, actor, capacity, sentence)
    except IntegrityError as error:
        raise UrgedToday from error
    return item


def find_supervised(pk: int, actor: Actor) -> WorkItem:
    """The duty, open or done, of whom the actor supervises; raises NotASupervisor or NotFound."""
    if not supervises_any(actor):
        raise NotASupervisor
    item: WorkItem | None = WorkItem.objects.with_case().filter(pk=pk, case__submitted__isnull=False).first()
    if item is None or not Case.objects.visible_to(actor).filter(pk=item.case_id).exists():
        raise NotFound
    capacity_over(item, actor)
    return item


def capacity_over(item: WorkItem, actor: Actor) -> Holding:
    """The post in which the actor supervises the holder of this duty: the nearest one; raises NotFound."""
    watching = [holding for holding in actor.holdings if _watches(holding)]
    nearest = [h for h in watching if h.organization_id == item.holder_id]
    ruling = [h for h in watching if h.organization_id == item.holder.authority_id]
    region = [h for h in watching if h.organization.is_bureau]
    found = [*nearest, *ruling, *region]
    if not found:
        raise NotFound
    return found[0]


def _record(item: WorkItem, actor: Actor, capacity: Holding, sentence: str) -> None:
    record(
        "work_item.urge",
        actor=signature(actor, capacity),
        case=item.case.number,
        article=item.article,
        particulars={
            "item": item.pk,
            "stage": item.stage,
            "due": item.due,
            "holder": item.holder.code,
            "holder_name": item.holder.name,
            "sentence": sentence,
            "posts_told": [item.post],
        },
        tells=[item.holder.code],
    )


def _watches(holding: Holding) -> bool:
    return holding.post == PostKind.SUPERVISOR or (holding.post in WATCHERS and _is_authority(holding))


def _is_authority(holding: Holding) -> bool:
    return holding.organization.kind == OrganizationKind.AUTHORITY


def _row(group: dict[str, Any]) -> Row:
    return Row(
        kind=group["case__kind"],
        stage=group["stage"],
        code=group["holder__code"],
        name=Organization(name=group["holder__name"], name_en=group["holder__name_en"]).label,
        overdue=group["overdue"],
        apart=group["apart"],
        oldest=group["oldest"],
    )

"""The lists of issues, duties and stale data: saved filters, and columns in a spreadsheet."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from procedure.lists import Listing, register
from procedure.spreadsheet import Column
from quality.filters import DutyFilter, IssueFilter
from quality.models import QualityIssue, UpdateDuty

ISSUES = register(
    Listing(
        name="quality-issues",
        title=pgettext_lazy("list", "Quality issues"),
        page="quality:issues",
        form=lambda said: IssueFilter(said, queryset=QualityIssue.objects.none()).form,
    )
)
DUTIES = register(
    Listing(
        name="update-duties",
        title=pgettext_lazy("list", "Update duties"),
        page="quality:duties",
        form=lambda said: DutyFilter(said, queryset=UpdateDuty.objects.none()).form,
    )
)
CASE = (
    Column(_("Number"), lambda case: case.number, 20),
    Column(_("Entry"), lambda case: case.title, 36),
    Column(_("Provider"), lambda case: case.provider and case.provider.label, 28),
    Column(_("State"), lambda case: case.state_label, 18),
    Column(_("Due"), lambda case: min((i.due for i in case.open_items() if i.due), default=None), 12),
)
ISSUE_COLUMNS = (
    *CASE,
    Column(_("Reported by"), lambda issue: issue.requester and issue.requester.label, 28),
    Column(_("Kind of fault"), lambda issue: issue.get_fault_display(), 18),
    Column(_("Found on"), lambda issue: issue.found_on, 12),
    Column(_("Times reopened"), lambda issue: issue.reopened, 10),
)
DUTY_COLUMNS = (
    *CASE,
    Column(_("Document number"), lambda duty: duty.event.document, 24),
    Column(_("Day of the change"), lambda duty: duty.event.happened_on, 12),
)
STALE_COLUMNS = (
    Column(_("Data"), lambda row: row[0].code, 24),
    Column(_("Entry"), lambda row: row[0].entry.version.name, 36),
    Column(_("Provider"), lambda row: row[0].entry.provider.label, 28),
    Column(_("Update cycle"), lambda row: row[0].entry.version.get_update_cycle_display(), 12),
    Column(_("Loaded on"), lambda row: row[1].loaded_on, 12),
    Column(_("Due"), lambda row: row[1].due, 12),
    Column(_("Days late"), lambda row: row[1].days_late, 10),
)

"""Cases, duties and rule sets in Django's admin, to look at only: cases change by steps."""

from django.contrib import admin

from organizations.looking import ReadOnly
from procedure.models import Case, RuleSet, WorkItem


class WorkItemInline(ReadOnly, admin.TabularInline):
    model = WorkItem
    fk_name = "case"
    fields = ("stage", "holder", "post", "article", "opened", "due", "closed", "closed_by_step")


@admin.register(Case)
class CaseAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("number", "kind", "title", "state", "requester", "provider", "opened", "closed")
    list_filter = ("kind", "state", "route")
    list_select_related = ("requester", "provider")
    search_fields = ("number", "title")
    inlines = (WorkItemInline,)


@admin.register(RuleSet)
class RuleSetAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("name", "title", "in_force", "digest")

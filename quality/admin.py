"""Quality cases in Django's admin, to look at only: they change by steps."""

from django.contrib import admin

from organizations.looking import ReadOnly
from quality.models import ChangeEvent, QualityIssue, UpdateDuty


@admin.register(QualityIssue, UpdateDuty)
class QualityAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("number", "title", "state", "requester", "provider", "opened", "closed")
    list_filter = ("state", "route")
    list_select_related = ("requester", "provider")
    search_fields = ("number", "title")


@admin.register(ChangeEvent)
class ChangeEventAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("document", "title", "happened_on", "organization")

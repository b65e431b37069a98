"""Quality cases in Django's admin, to look at only: they change by steps."""

from django.contrib import admin

from organizations.looking import Shown
from quality.models import ChangeEvent, QualityIssue, Reminder, UpdateDuty


@admin.register(QualityIssue, UpdateDuty)
class QualityAdmin(Shown, admin.ModelAdmin):
    list_display = ("number", "title", "state", "requester", "provider", "opened", "closed")
    list_filter = ("state", "route")
    list_select_related = ("requester", "provider")
    search_fields = ("number", "title")


@admin.register(ChangeEvent)
class ChangeEventAdmin(Shown, admin.ModelAdmin):
    list_display = ("document", "title", "happened_on", "organization")


@admin.register(Reminder)
class ReminderAdmin(Shown, admin.ModelAdmin):
    list_display = ("version", "told_at")
    list_select_related = ("version__resource",)

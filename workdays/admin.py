"""The calendar in the administration, to be read only: a notice is entered through its own door."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from workdays.models import CalendarVersion, Day, Notice


class ReadOnly:
    """Looks, and changes nothing."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class DayInline(ReadOnly, admin.TabularInline):
    model = Day
    fields = ("date", "working", "name")


@admin.register(Notice)
class NoticeAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("year", "authority", "title", "number", "overlay_unknown", "entered_at")
    list_filter = ("authority", "year")
    inlines = (DayInline,)


@admin.register(CalendarVersion)
class CalendarVersionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("number", "changed_at")

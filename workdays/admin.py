"""The calendar in the administration, to be read only: a notice is entered through its own door."""

from django.contrib import admin

from organizations.looking import ReadOnly
from workdays.models import CalendarVersion, Day, Notice


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

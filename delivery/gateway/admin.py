"""What was taken, and what was noticed, in the administration, to be read only."""

from django.contrib import admin

from delivery.models import Clue, Delivery, Outage
from organizations.looking import Shown


@admin.register(Delivery)
class DeliveryAdmin(Shown, admin.ModelAdmin):
    list_display = ("number", "grant", "resource", "way", "state", "rows", "bytes", "started_at", "ended_at")
    list_filter = ("state", "way")
    list_select_related = ("grant", "resource")
    search_fields = ("number", "grant__number", "resource__code", "digest")


@admin.register(Clue)
class ClueAdmin(Shown, admin.ModelAdmin):
    list_display = ("day", "kind", "grant", "resource", "found_at")
    list_filter = ("kind",)
    list_select_related = ("grant", "resource")
    search_fields = ("grant__number", "resource__code")


@admin.register(Outage)
class OutageAdmin(Shown, admin.ModelAdmin):
    list_display = ("resource", "since", "until", "reason", "failures", "told_at")
    list_select_related = ("resource",)
    search_fields = ("resource__code",)

"""Holds and stops in the administration, to be read only."""

from django.contrib import admin

from delivery.models import EmergencyStop, Hold, Suspension
from organizations.looking import Shown


@admin.register(Hold)
class HoldAdmin(Shown, admin.ModelAdmin):
    list_display = ("grant", "case", "since", "until")
    list_select_related = ("grant", "case")


@admin.register(Suspension, EmergencyStop)
class StopAdmin(Shown, admin.ModelAdmin):
    list_display = ("number", "title", "state", "provider", "opened")
    list_select_related = ("provider",)
    search_fields = ("number", "title")

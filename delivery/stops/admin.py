"""Subscriptions, keys, messages, holds and stops in the administration, to be read only."""

from django.contrib import admin

from delivery.models import (
    EmergencyStop,
    HeadTarget,
    Hold,
    Message,
    PushTarget,
    Subscription,
    SubscriptionKey,
    Suspension,
)
from organizations.looking import HTTPS, Shown


@admin.register(Subscription)
class SubscriptionAdmin(Shown, admin.ModelAdmin):
    list_display = ("grant", "way", "duties", "accepted_name", "accepted_at")
    list_select_related = ("grant",)


@admin.register(SubscriptionKey)
class SubscriptionKeyAdmin(Shown, admin.ModelAdmin):
    exclude = ("digest",)
    list_display = ("prefix", "system", "ends_at", "revoked_at", "last_used_on")


@admin.register(PushTarget)
class PushTargetAdmin(Shown, admin.ModelAdmin):
    exclude = ("salt",)
    formfield_overrides = HTTPS
    list_display = ("address", "failures", "disabled_at")


@admin.register(HeadTarget)
class HeadTargetAdmin(Shown, admin.ModelAdmin):
    exclude = ("salt",)
    formfield_overrides = HTTPS
    list_display = ("organization", "address", "told", "failures", "disabled_at")
    list_select_related = ("organization",)


@admin.register(Message)
class DeliveryAdmin(Shown, admin.ModelAdmin):
    list_display = ("number", "version", "status", "attempts", "answer", "created_at")
    list_filter = ("status",)


@admin.register(Hold)
class HoldAdmin(Shown, admin.ModelAdmin):
    list_display = ("grant", "case", "since", "until")
    list_select_related = ("grant", "case")


@admin.register(Suspension, EmergencyStop)
class StopAdmin(Shown, admin.ModelAdmin):
    list_display = ("number", "title", "state", "provider", "opened")
    list_select_related = ("provider",)
    search_fields = ("number", "title")

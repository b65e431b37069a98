"""Subscriptions, keys and messages in the administration, to be read only; no secret is shown."""

from django.contrib import admin

from delivery.models import Message, PushTarget, Subscription, SubscriptionKey
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


@admin.register(Message)
class MessageAdmin(Shown, admin.ModelAdmin):
    list_display = ("number", "version", "status", "attempts", "answer", "created_at")
    list_filter = ("status",)

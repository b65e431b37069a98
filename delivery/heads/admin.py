"""Where heads go, in the administration, to be read only; no secret is shown."""

from django.contrib import admin

from delivery.models import HeadTarget
from organizations.looking import HTTPS, Shown


@admin.register(HeadTarget)
class HeadTargetAdmin(Shown, admin.ModelAdmin):
    exclude = ("salt",)
    formfield_overrides = HTTPS
    list_display = ("organization", "address", "told", "failures", "disabled_at")
    list_select_related = ("organization",)

"""Resources and grants in the administration, to be read only: steps and mounts change them."""

from importlib import import_module

from django.contrib import admin

from delivery.apps import PARTS
from delivery.models import Grant, Resource
from organizations.looking import Shown


@admin.register(Resource)
class ResourceAdmin(Shown, admin.ModelAdmin):
    list_display = ("code", "entry", "rows", "loaded_at", "status")
    list_select_related = ("entry__current",)
    search_fields = ("code",)


@admin.register(Grant)
class GrantAdmin(Shown, admin.ModelAdmin):
    list_display = ("number", "holder", "entry", "starts", "ends", "status")
    list_filter = ("status",)
    list_select_related = ("holder", "entry__current")
    search_fields = ("number",)


for part in PARTS:
    import_module(f"delivery.{part}.admin")

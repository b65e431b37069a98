"""Resources and grants in the administration, to be read only: steps and mounts change them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from delivery.models import Grant, Resource


class ReadOnly:
    """Looks, and changes nothing."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Resource)
class ResourceAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("code", "entry", "rows", "loaded_at", "status")
    list_select_related = ("entry__current",)
    search_fields = ("code",)


@admin.register(Grant)
class GrantAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("number", "holder", "entry", "starts", "ends", "status")
    list_filter = ("status",)
    list_select_related = ("holder", "entry__current")
    search_fields = ("number",)

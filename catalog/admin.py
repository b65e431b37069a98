"""The catalogue in Django's admin, to look at only: entries change by steps of a case (art. 21)."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from catalog.models import Entry, EntryVersion, Field, Submission


class ReadOnly(admin.ModelAdmin):
    """Nobody adds, changes or deletes here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class FieldInline(admin.TabularInline):
    """The fields of a version."""

    model = Field
    extra = 0
    can_delete = False
    fk_name = "version"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Entry)
class EntryAdmin(ReadOnly):
    list_display = ("code", "current", "provider", "status", "published_at")
    list_filter = ("status",)
    list_select_related = ("current", "provider")
    search_fields = ("code", "current__name")
    exclude = ("search_text", "search_vector")


@admin.register(EntryVersion)
class EntryVersionAdmin(ReadOnly):
    list_display = ("name", "entry", "number", "published_at")
    list_select_related = ("entry__current",)
    inlines = (FieldInline,)


@admin.register(Submission)
class SubmissionAdmin(ReadOnly):
    list_display = ("number", "title", "requester", "state")
    list_select_related = ("requester",)

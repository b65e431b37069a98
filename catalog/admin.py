"""The catalogue in Django's admin, to look at only: entries change by steps of a case (art. 21)."""

from django.contrib import admin

from catalog.models import Entry, EntryVersion, Field, Submission
from organizations.looking import ReadOnly


class FieldInline(ReadOnly, admin.TabularInline):
    """The fields of a version."""

    model = Field
    extra = 0
    can_delete = False
    fk_name = "version"


@admin.register(Entry)
class EntryAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("code", "current", "provider", "status", "published_at")
    list_filter = ("status",)
    list_select_related = ("current", "provider")
    search_fields = ("code", "current__name")
    exclude = ("search_text", "search_vector")


@admin.register(EntryVersion)
class EntryVersionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("name", "entry", "number", "published_at")
    list_select_related = ("entry__current",)
    inlines = (FieldInline,)


@admin.register(Submission)
class SubmissionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("number", "title", "requester", "state")
    list_select_related = ("requester",)

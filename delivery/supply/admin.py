"""What is supplied, in the administration, to be read only; no secret and no value is shown."""

from django.contrib import admin

from delivery.models import ApiSource, Load, Source, StoredFile, Version
from organizations.looking import HTTPS, Shown


@admin.register(Load)
class LoadAdmin(Shown, admin.ModelAdmin):
    exclude = ("holder", "made")
    list_display = (
        "pk",
        "code",
        "origin",
        "mode",
        "status",
        "stage",
        "percent",
        "attempts",
        "created",
        "finished",
    )
    list_filter = ("status", "origin", "mode")
    list_select_related = ("entry",)
    search_fields = ("code", "entry__code")
    date_hierarchy = "created"


@admin.register(Source)
class SourceAdmin(Shown, admin.ModelAdmin):
    exclude = ("password",)
    list_display = ("code", "title", "driver", "host", "database", "cycle", "paused", "next_at")
    list_filter = ("driver", "cycle", "paused")
    search_fields = ("code", "title", "host")


@admin.register(ApiSource)
class ServiceAdmin(Shown, admin.ModelAdmin):
    exclude = ("headers",)
    formfield_overrides = HTTPS
    list_display = ("resource", "base_url", "allow_private", "failed_calls", "failing_since")
    list_filter = ("allow_private",)
    list_select_related = ("resource",)
    search_fields = ("resource__code", "base_url")


@admin.register(Version)
class VersionAdmin(Shown, admin.ModelAdmin):
    """Without the profile, which may quote values."""

    exclude = ("profile",)
    list_display = ("resource", "number", "rows", "size", "mode", "origin", "loaded_by", "loaded_at", "kept")
    list_filter = ("origin", "mode", "kept")
    list_select_related = ("resource",)
    search_fields = ("resource__code", "digest")


@admin.register(StoredFile)
class StoredFileAdmin(Shown, admin.ModelAdmin):
    list_display = ("name", "resource", "media_type", "size", "digest")
    list_select_related = ("resource",)
    search_fields = ("name", "resource__code", "digest")

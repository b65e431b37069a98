"""Share requests in Django's admin, to look at only: they change by steps."""

from django.contrib import admin

from organizations.looking import ReadOnly
from sharing.models import ShareRequest


@admin.register(ShareRequest)
class ShareRequestAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("number", "title", "state", "requester", "provider", "opened", "closed")
    list_filter = ("state", "route")
    list_select_related = ("requester", "provider")
    search_fields = ("number", "title")

"""Mails in Django's admin, for the system administrator to look at: to whom, how often, what went wrong."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from notifications import policy
from notifications.models import Digest
from organizations.looking import ReadOnly


@admin.register(Digest)
class DigestAdmin(ReadOnly, admin.ModelAdmin):
    list_display = (
        "created",
        "recipient",
        "organization",
        "post",
        "outcome",
        "attempts",
        "next_try",
        "error",
    )
    list_filter = ("outcome", "post")
    list_select_related = ("recipient", "organization")
    search_fields = ("message_id", "recipient__username", "address")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return policy.may_see_mails(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return policy.may_see_mails(request.user)

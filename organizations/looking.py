"""Looking without touching: what Django's admin may do with rows that only steps and rooms change."""

from typing import Any

from django.db import models
from django.http import HttpRequest

from organizations import policy

HTTPS: dict[Any, dict[str, Any]] = {models.URLField: {"assume_scheme": "https"}}
"""For `formfield_overrides`: Django 5 warns of an address field that names no scheme of its own."""


class ReadOnly:
    """For admins and inlines: shows rows, and adds, changes or deletes none."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Shown(ReadOnly):
    """The same, for administrators of all three kinds to look at."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return policy.may_see_administration(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return policy.may_see_administration(request.user)

"""Looking without touching: what Django's admin may do with rows that only steps and rooms change."""

from typing import Any

from django.http import HttpRequest


class ReadOnly:
    """For admins and inlines: shows rows, and adds, changes or deletes none."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

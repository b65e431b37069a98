"""Cursor pages for every list of the API: stable while rows are added, and clear about a wrong cursor."""

import re
from base64 import b64decode
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs

from django.core.exceptions import ValidationError
from django.db import DataError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import NotFound
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request

from refusals.tree import FieldError, Malformed


class WrongParameter(Malformed):
    """One parameter of the address is wrong, and is named."""

    def __init__(self, name: str, code: str, sentence: Any) -> None:
        super().__init__(sentence, code=code)
        self._errors = (FieldError(name, code, sentence),)

    @property
    def errors(self) -> Sequence[FieldError]:
        return self._errors


def bad_cursor() -> WrongParameter:
    return WrongParameter(
        "cursor", "bad_cursor", _("This cursor is not one of ours. Start again without it.")
    )


def is_ours(cursor: str) -> bool:
    """Does it have the form of our cursors: Base64 of offset, reverse and position?"""
    try:
        named = parse_qs(b64decode(cursor.encode("ascii"), validate=True).decode("ascii"))
    except ValueError:
        return False
    return set(named) <= {"o", "r", "p"} and (bool(named) or not cursor)


class CursorPages(CursorPagination):
    """50 rows a page, at most 500; the order is the view's `ordering`, else the queryset's own."""

    page_size = 50
    max_page_size = 500
    page_size_query_param = "page_size"

    def get_page_size(self, request: Request) -> int:
        given = request.query_params.get(self.page_size_query_param)
        if given is None:
            return self.page_size
        if not re.fullmatch(r"[0-9]{1,6}", given) or not 1 <= int(given) <= self.max_page_size:
            raise WrongParameter("page_size", "bad_page_size", _("Ask for 1 to 500 rows a page."))
        return int(given)

    def get_ordering(self, request: Request, queryset: QuerySet[Any], view: Any) -> tuple[str, ...]:
        declared = getattr(view, "ordering", None) or queryset.query.order_by or ("-pk",)
        return (declared,) if isinstance(declared, str) else tuple(str(name) for name in declared)

    def decode_cursor(self, request: Request) -> Cursor | None:
        if not is_ours(request.query_params.get(self.cursor_query_param, "")):
            raise bad_cursor()
        try:
            return super().decode_cursor(request)
        except NotFound:
            raise bad_cursor() from None

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any] | None:
        try:
            return super().paginate_queryset(queryset, request, view)
        except (ValidationError, ValueError, TypeError, OverflowError, DataError):
            if self.cursor_query_param not in request.query_params:
                raise
            raise bad_cursor() from None

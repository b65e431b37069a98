"""The trail for auditors' programs (art. 42)."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from audit import policy
from audit.filters import FeedFilter
from audit.models import Entry
from audit.querysets import TrailQuerySet
from audit.serializers import TrailEntrySerializer

PROBLEM = OpenApiResponse(OpenApiTypes.OBJECT, description="Why not, and what to do.")
PROBLEMS = {(status, "application/problem+json"): PROBLEM for status in (400, 401, 403, 503)}


class IsAuditor(BasePermission):
    """Only the post of auditor opens the trail."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return policy.may_read(actor_of(request))


def actor_of(request: Request) -> Any:
    """Who signed in, by session or token; read after authentication."""
    return getattr(request, "actor", None) if request.user.is_authenticated else None


class EntryList(ListAPIView):
    """Entries that this auditor may read, in the order of their numbers."""

    queryset = Entry.objects.none()
    serializer_class = TrailEntrySerializer
    permission_classes = [IsAuthenticated, IsAuditor]
    filterset_class = FeedFilter
    ordering = "id"

    @extend_schema(
        operation_id="audit_entries_list",
        summary="The trail, oldest first",
        description="For auditors. `after` is the number of the last entry read.",
        responses={200: TrailEntrySerializer(many=True), **PROBLEMS},
        tags=["audit"],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> TrailQuerySet:
        if getattr(self, "swagger_fake_view", False):
            return Entry.objects.none()
        return policy.rows(actor_of(self.request)).oldest_first()

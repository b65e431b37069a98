"""The REST door of share requests (art. 28, 29)."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view

from procedure.rest import READING, CaseViewSet
from sharing.filters import ShareRequestFilter
from sharing.models import ShareRequest
from sharing.serializers import ShareRequestSerializer


@extend_schema_view(
    list=extend_schema(
        summary="Share requests that you may see", responses={200: ShareRequestSerializer, **READING}
    ),
    retrieve=extend_schema(summary="One share request", responses={200: ShareRequestSerializer, **READING}),
)
class ShareRequestViewSet(CaseViewSet):
    """Requests for shared data between organizations."""

    kind = ShareRequest
    queryset = ShareRequest.objects.all()
    serializer_class = ShareRequestSerializer
    filterset_class = ShareRequestFilter

    def visible(self) -> Any:
        return super().visible().with_entry()

    def get_queryset(self) -> Any:
        """With the fields of both versions, which tell what is asked for and what has changed since."""
        return super().get_queryset().prefetch_related("entry_version__fields", "entry__current__fields")

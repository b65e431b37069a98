"""The trail for auditors' programs, its heads and keys for everybody's (art. 42)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import APIException, NotFound
from rest_framework.generics import ListAPIView
from rest_framework.permissions import AllowAny, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from audit import heads, policy, proofs
from audit.filters import HIGHEST, FeedFilter
from audit.models import Entry, Head, Key
from audit.querysets import TrailQuerySet
from audit.serializers import (
    GrowthSerializer,
    HeadSerializer,
    KeySerializer,
    ProofSerializer,
    SizesSerializer,
    TrailEntrySerializer,
)

NUMBER = {"type": "integer", "minimum": 1, "maximum": HIGHEST}
PROBLEM = OpenApiResponse(OpenApiTypes.OBJECT, description="Why not, and what to do.")


def told(*statuses: int) -> dict[tuple[int, str], OpenApiResponse]:
    """For `extend_schema`: a view's answers with these statuses are problems."""
    return {(status, "application/problem+json"): PROBLEM for status in statuses}


class NotSealed(APIException):
    """The entry is there, but no signed head covers it yet, or its text is gone."""

    status_code = 409
    default_code = "not_sealed"
    default_detail = _("No signed head covers this entry yet, or it was purged. Ask again in a minute.")


class IsAuditor(BasePermission):
    """Only the post of auditor opens the trail."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return policy.may_read(actor_of(request))


def actor_of(request: Request) -> Any:
    """Who signed in, by session or token; read after authentication."""
    return getattr(request, "actor", None) if request.user.is_authenticated else None


class EntryList(ListAPIView):
    """Entries that this auditor may read, by number, or in the order of sealing with `after`."""

    queryset = Entry.objects.none()
    serializer_class = TrailEntrySerializer
    permission_classes = [IsAuthenticated, IsAuditor]
    filterset_class = FeedFilter

    @property
    def ordering(self) -> str:
        """Numbers may be committed out of order; positions are not."""
        return "position" if "after" in self.request.query_params else "id"

    @extend_schema(
        operation_id="audit_entries_list",
        summary="The trail, oldest first",
        description="For auditors. Who follows the trail reads with `after` the position of the last entry"
        " read: in the order of sealing nothing ever comes in before it.",
        responses={200: TrailEntrySerializer(many=True), **told(400, 401, 403, 503)},
        tags=["audit"],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> TrailQuerySet:
        if getattr(self, "swagger_fake_view", False):
            return Entry.objects.none()
        return policy.rows(actor_of(self.request)).with_position().oldest_first()


class ProofView(APIView):
    """What shows anybody that an entry is in the sealed trail."""

    permission_classes = [IsAuthenticated]

    @extend_schema(
        operation_id="audit_entries_proof",
        summary="The proof of one entry",
        description="For auditors, and for who did what the entry tells. Save it for the verifier.",
        parameters=[OpenApiParameter("number", NUMBER, OpenApiParameter.PATH)],
        responses={200: ProofSerializer, **told(401, 403, 404, 409, 503)},
        tags=["audit"],
    )
    def get(self, request: Request, number: int) -> Response:
        if number > HIGHEST or not policy.visible(actor_of(request)).filter(pk=number).exists():
            raise NotFound
        found = proofs.of_entry(number)
        if found is None:
            raise NotSealed
        return Response(found)


class HeadList(ListAPIView):
    """What the portal has committed to, newest first."""

    queryset = Head.objects.select_related("key")
    serializer_class = HeadSerializer
    permission_classes = [AllowAny]
    filter_backends: list[Any] = []
    ordering = "-id"

    @extend_schema(
        operation_id="audit_heads_list",
        summary="Signed heads, newest first",
        description="Public. Keep one: from then on nobody can rewrite unnoticed what it covers.",
        responses={200: HeadSerializer(many=True), **told(400, 401, 503)},
        tags=["audit"],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class NewestHead(APIView):
    """The head to keep."""

    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="audit_heads_newest",
        summary="The newest signed head",
        responses={200: HeadSerializer, **told(401, 404, 503)},
        tags=["audit"],
    )
    def get(self, request: Request) -> Response:
        head = heads.latest()
        if head is None:
            raise NotFound
        return Response(HeadSerializer(head).data)


class KeyList(APIView):
    """Under which keys heads were signed."""

    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="audit_keys_list",
        summary="Public keys, oldest first; old ones stay",
        responses={200: KeySerializer(many=True), **told(401, 503)},
        tags=["audit"],
    )
    def get(self, request: Request) -> Response:
        return Response(KeySerializer(Key.objects.order_by("since", "id"), many=True).data)


class ConsistencyView(APIView):
    """What shows that nothing was changed between two heads."""

    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="audit_consistency",
        summary="Proof that a later head only adds to an earlier one",
        description="Public. Both sizes are those of signed heads.",
        parameters=[OpenApiParameter(name, NUMBER, required=True) for name in ("first", "second")],
        responses={200: GrowthSerializer, **told(400, 401, 404, 503)},
        tags=["audit"],
    )
    def get(self, request: Request) -> Response:
        asked = SizesSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        first, second = (proofs.head_of_size(asked.validated_data[name]) for name in ("first", "second"))
        if first is None or second is None:
            raise NotFound
        return Response(proofs.of_growth(first, second))

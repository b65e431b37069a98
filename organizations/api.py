"""Organizations and one's own posts, for programs."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import generics
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from organizations import policy
from organizations.actors import of_request
from organizations.filters import OrganizationFilter
from organizations.models import Organization
from organizations.querysets import OrganizationQuerySet
from organizations.serializers import MeSerializer, OrganizationDetailSerializer, OrganizationSerializer
from refusals.rest import problems

BESIDE = ("division", "business_line", "parent", "authority", "successor")
ME = {
    "username": "hr.handler",
    "name": "韦丽华",
    "kind": "staff",
    "posts": [
        {
            "organization": {"code": "GX-HR", "name": "广西壮族自治区人力资源和社会保障厅"},
            "post": "handler",
            "post_label": "经办",
            "standing_in_for": None,
        }
    ],
}


@extend_schema(
    summary="Organizations",
    responses={200: OrganizationSerializer(many=True), **problems(400, 401, 503)},
    tags=["organizations"],
    auth=[],
)
class Organizations(generics.ListAPIView[Organization]):
    """Every organization, by code: search words, tier, kind, division with all below it, business line."""

    permission_classes = [AllowAny]
    serializer_class = OrganizationSerializer
    filterset_class = OrganizationFilter
    ordering = ("code",)

    def get_queryset(self) -> OrganizationQuerySet:
        return policy.organizations_seen().select_related(*BESIDE)


@extend_schema(
    summary="One organization",
    responses={200: OrganizationDetailSerializer, **problems(401, 404, 503)},
    tags=["organizations"],
    auth=[],
)
class OneOrganization(generics.RetrieveAPIView[Organization]):
    """One organization with the names it bore before."""

    permission_classes = [AllowAny]
    serializer_class = OrganizationDetailSerializer
    lookup_field = "code"

    def get_queryset(self) -> OrganizationQuerySet:
        return policy.organizations_seen().select_related(*BESIDE).prefetch_related("former_names")


class Me(APIView):
    """Who the caller is, and the posts the caller may act in today, stand-ins included."""

    @extend_schema(
        summary="Who am I",
        tags=["organizations"],
        responses={200: MeSerializer, **problems(401, 403, 503)},
        examples=[OpenApiExample("A handler", value=ME, response_only=True)],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(MeSerializer(of_request(request)).data)

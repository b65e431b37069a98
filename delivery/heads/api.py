"""The REST door of heads for city platforms: read, set, switch off (art. 12, 42)."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from delivery.heads import platforms
from delivery.heads.forms import HeadAddress
from delivery.models import HeadTarget
from delivery.subscription import webhooks
from organizations.actors import Actor, of_request
from procedure.particulars import from_json
from procedure.rest import PROBLEMS, READING
from refusals.tree import NotFound


class HeadAddressSerializer(serializers.Serializer[Any]):
    """Where the platform takes messages."""

    address = serializers.CharField(max_length=500)


class HeadTargetSerializer(serializers.ModelSerializer[HeadTarget]):
    """Where heads go, with the secret by which they are checked, and how they get on."""

    organization = serializers.CharField(source="organization.code")
    secret = serializers.SerializerMethodField(help_text="Of the signature, by Standard Webhooks.")

    class Meta:
        model = HeadTarget
        fields = ["organization", "address", "secret", "told", "told_at", "failures", "answer", "disabled_at"]
        read_only_fields = fields

    def get_secret(self, target: HeadTarget) -> str:
        return webhooks.secret_of(target.salt)


class PlatformHeads(APIView):
    """Signed heads of the trail, sent to the platform of a city."""

    permission_classes = [IsAuthenticated]

    @property
    def actor(self) -> Actor:
        return of_request(self.request)

    @extend_schema(
        operation_id="delivery_heads_read",
        summary="Where heads are sent",
        tags=["delivery"],
        responses={200: HeadTargetSerializer, **READING},
    )
    def get(self, request: Request) -> Response:
        target = platforms.of(platforms.capacity(self.actor))
        if target is None:
            raise NotFound
        return _told(target)

    @extend_schema(
        operation_id="delivery_heads_set",
        summary="Have heads sent to your platform, or switch them on again",
        description="The newest head goes out once an hour, as type `audit.head`. The list of heads"
        " is public at `/api/v1/audit/heads/`; the proof that one only adds to another, at"
        " `/api/v1/audit/consistency/`.",
        tags=["delivery"],
        request=HeadAddressSerializer,
        responses={200: HeadTargetSerializer, **PROBLEMS},
    )
    def put(self, request: Request) -> Response:
        platforms.capacity(self.actor)
        said = from_json(HeadAddress, request.data, actor=self.actor).cleaned()
        return _told(platforms.name(self.actor, **said))

    @extend_schema(
        operation_id="delivery_heads_drop",
        summary="Have no more heads sent",
        tags=["delivery"],
        responses={204: None, **PROBLEMS},
    )
    def delete(self, request: Request) -> Response:
        platforms.drop(self.actor)
        return Response(status=204)


def _told(target: HeadTarget) -> Response:
    return Response(HeadTargetSerializer(target).data, headers={"Cache-Control": "no-store"})

"""The daily limits of a grant over REST: read by both sides, set by the provider (art. 44)."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from delivery.policy import grant_of
from delivery.quotas import limiting
from delivery.quotas.forms import DailyLimits
from organizations.actors import of_request
from procedure.particulars import from_json
from procedure.rest import PROBLEMS, READING
from procedure.serializers import documented


class DailyLimitsSerializer(serializers.Serializer[Any]):
    """Daily limits; null where nothing is limited. Without any, what was taken today is not counted."""

    grant = serializers.CharField()
    rows_a_day = serializers.IntegerField(allow_null=True)
    reads_a_day = serializers.IntegerField(allow_null=True)
    rows_today = serializers.IntegerField(allow_null=True)
    reads_today = serializers.IntegerField(allow_null=True)


class QuotaView(APIView):
    """What may be taken in a day under a grant."""

    @extend_schema(
        operation_id="delivery_quota",
        summary="The daily limits of a grant",
        tags=["delivery"],
        responses={200: DailyLimitsSerializer, **READING},
    )
    def get(self, request: Request, number: str) -> Response:
        return self._told(grant_of(of_request(request), number))

    @extend_schema(
        operation_id="delivery_set_quota",
        summary="Limit what may be taken in a day",
        description="By a reviewer of the provider, with a reason; the user and the authority are told. "
        "Limits left out are lifted.",
        tags=["delivery"],
        request=documented(DailyLimits, "SetDailyLimits"),
        responses={200: DailyLimitsSerializer, **PROBLEMS},
    )
    def put(self, request: Request, number: str) -> Response:
        actor = of_request(request)
        grant = grant_of(actor, number)
        limiting.limit(grant, actor=actor, **from_json(DailyLimits, request.data, actor=actor).cleaned())
        return self._told(grant)

    def _told(self, grant: Any) -> Response:
        shown = DailyLimitsSerializer(limiting.told_of(grant))
        return Response(shown.data, headers={"Cache-Control": "no-store"})

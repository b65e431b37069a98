"""The REST door of reports that data was asked for outside the platform (art. 24)."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from audit.models import Entry as TrailEntry
from organizations.actors import of_request
from procedure.idempotency import once
from procedure.particulars import from_json
from procedure.rest import KEY, PROBLEMS
from sharing.asked_outside import AskedOutside, Means, entry_of, report


@extend_schema_serializer(component_name="AskedOutsideInput")
class AskedOutsideSerializer(serializers.Serializer[Any]):
    """Who asked, when, how and for what."""

    by = serializers.CharField(help_text="Code of the organization that asked.")
    on = serializers.DateField(help_text="Within the last year.")
    means = serializers.ChoiceField(choices=Means.choices)
    what = serializers.CharField(max_length=1000)
    document = serializers.CharField(max_length=100, required=False, allow_null=True)


@extend_schema_serializer(component_name="AskedOutside")
class ReportedSerializer(serializers.Serializer[TrailEntry]):
    """The report as it stands in the trail."""

    number = serializers.IntegerField(source="pk", help_text="Of the entry in the trail.")
    at = serializers.DateTimeField()
    entry = serializers.CharField(source="subject")
    told = serializers.ListField(child=serializers.CharField(), source="tells", help_text="Who is told.")


class AskedOutsideReports(APIView):
    """Reports of a provider that its listed data was asked for outside the platform."""

    permission_classes = [IsAuthenticated]

    @extend_schema(
        operation_id="sharing_asked_outside",
        summary="Report that data was asked for outside the platform",
        description="By handlers, reviewers and stewards of the provider. Its authority is told.",
        request=AskedOutsideSerializer,
        responses={201: ReportedSerializer, **PROBLEMS},
        parameters=[KEY],
        tags=["sharing"],
    )
    def post(self, request: Request, code: str) -> Response:
        def act() -> Response:
            actor = of_request(request)
            entry = entry_of(actor, code)
            said = from_json(AskedOutside, request.data, origin=entry, actor=actor).cleaned()
            return Response(ReportedSerializer(report(actor, entry, **said)).data, status=201)

        return once(request, act)

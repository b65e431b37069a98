"""The working-day calculator for programs."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from refusals.rest import problems
from workdays.counting import Unit
from workdays.forms import LONGEST_PERIOD, DueForm
from workdays.serializers import DueSerializer

SPRING_FESTIVAL = OpenApiExample(
    "Across the Spring Festival",
    value={
        "received": "2026-02-13",
        "days": 3,
        "unit": "working",
        "due": "2026-02-25",
        "counted": ["2026-02-14", "2026-02-24", "2026-02-25"],
        "skipped": [{"date": f"2026-02-{day}", "reason": "春节"} for day in range(15, 24)],
        "provisional": True,
    },
    response_only=True,
    status_codes=["200"],
)
UNKNOWN_UNIT = OpenApiExample(
    "Unknown unit",
    value={
        "type": "urn:guishu:problem:invalid",
        "title": "请改正",
        "status": 422,
        "detail": "请改正标出的内容，尚未保存任何数据。",
        "code": "invalid",
        "article": "",
        "errors": [
            {
                "field": "unit",
                "code": "invalid_choice",
                "detail": "单位只能是 working（工作日）或 calendar（自然日）。",
            }
        ],
    },
    response_only=True,
    status_codes=["422"],
    media_type="application/problem+json",
)


class DueView(APIView):
    """When a period ends, and why. Needs no sign-in."""

    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="workdays_due",
        summary="When does a period end?",
        description="The day of receipt does not count (Civil Code 201). A calendar-day period that ends on "
        "a day off ends on the next working day (203); the days off it rolls over stand in `skipped`.",
        tags=["workdays"],
        parameters=[
            OpenApiParameter(
                "received",
                OpenApiTypes.DATE,
                required=True,
                description="Date of receipt, year-month-day.",
                examples=[OpenApiExample("Date", "2026-02-13")],
            ),
            OpenApiParameter(
                "days",
                {"type": "integer", "minimum": 1, "maximum": LONGEST_PERIOD},
                required=True,
                examples=[OpenApiExample("Three days", 3)],
            ),
            OpenApiParameter("unit", str, enum=[unit.value for unit in Unit], default=Unit.WORKING.value),
        ],
        responses={200: DueSerializer, **problems(400, 401, 422, 503)},
        examples=[SPRING_FESTIVAL, UNKNOWN_UNIT],
    )
    def get(self, request: Request) -> Response:
        form = DueForm.asked(request.query_params)
        if not form.is_valid():
            raise form.refusal()
        return Response(DueSerializer(form.explanation()).data)

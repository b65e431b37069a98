"""The REST door of bundles: one call, one transaction and one answer for each entry (art. 28)."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from organizations.actors import of_request
from procedure.idempotency import KeyReused, once
from procedure.rest import DRY_RUN, KEY, PROBLEMS, is_dry_run
from refusals import problem
from refusals.rest import ProblemSerializer
from sharing.bundles import MOST, Bundle, Outcome, Part
from sharing.forms.terms import Common


class PartSerializer(serializers.Serializer[Any]):
    """One entry, and the names of the fields asked for."""

    entry = serializers.CharField(max_length=40)
    fields = serializers.ListField(child=serializers.CharField(max_length=64), max_length=500)  # type: ignore[assignment]


class BundleSerializer(serializers.Serializer[Any]):
    """The common terms, as of a single request, and the entries."""

    requester = serializers.CharField(max_length=40, required=False)
    purpose = serializers.CharField(max_length=2000)
    legal_basis = serializers.CharField(max_length=2000)
    system = serializers.CharField(max_length=200)
    mode = serializers.CharField(max_length=16)
    until = serializers.DateField()
    entries = serializers.ListField(child=PartSerializer(), allow_empty=False, max_length=MOST)


class PartOutcomeSerializer(serializers.Serializer[Any]):
    """What came of one entry: 201 with its case, or the status of a refusal and why."""

    entry = serializers.CharField()
    status = serializers.IntegerField()
    case = serializers.CharField(required=False)
    state = serializers.CharField(required=False)
    route = serializers.CharField(required=False)
    holder = serializers.CharField(required=False)
    due = serializers.DateField(required=False)
    bundle = serializers.CharField(required=False)
    problem = ProblemSerializer(required=False)


class BundleOutcomeSerializer(serializers.Serializer[Any]):
    """The outcomes in the order of the question; `bundle` is empty when nothing was filed."""

    bundle = serializers.CharField()
    done = serializers.IntegerField()
    outcomes = PartOutcomeSerializer(many=True)


class _NotKept(Exception):
    """Carries an outcome that a repeat must not get again: the portal was busy, or failed."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome


class Bundles(APIView):
    """Requests for many entries."""

    @extend_schema(
        summary="Ask for many entries",
        description="Each request is filed in a transaction of its own, under its own route. The answer is"
        " 207 and lists the outcomes; a failure never stops the rest. A repeat with the same key files only"
        " the others, under the same bundle number.",
        request=BundleSerializer,
        responses={207: BundleOutcomeSerializer, **PROBLEMS},
        parameters=[DRY_RUN, KEY],
    )
    def post(self, request: Request) -> Response:
        asked = BundleSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        parts = [Part(one["entry"], one["fields"]) for one in asked.validated_data["entries"]]
        said: Any = request.data
        common = {name: said[name] for name in Common.base_fields if name in said}
        bundle = Bundle(of_request(request), common)
        bundle.check(parts)
        tried = is_dry_run(request)
        told = [_said(bundle.try_out(part)) if tried else _kept(request, bundle, part) for part in parts]
        done = sum(one["status"] == 201 for one in told)
        return Response({"bundle": bundle.number, "done": done, "outcomes": told}, status=207)


def _kept(request: Request, bundle: Bundle, part: Part) -> dict[str, Any]:
    """The outcome of one part; the first one again when the same key comes with the same question."""

    def answer() -> Response:
        outcome = bundle.file(part)
        if outcome.status >= 500:
            raise _NotKept(outcome)
        return Response(_said(outcome))

    try:
        told: dict[str, Any] = once(request, answer, part=part.entry).data
    except _NotKept as busy:
        return _said(busy.outcome)
    except KeyReused as reused:
        return _said(Outcome(part, None, problem.refusal(reused)))
    bundle.number = bundle.number or told.get("bundle", "")
    return told


def _said(outcome: Outcome) -> dict[str, Any]:
    told: dict[str, Any] = {"entry": outcome.part.entry, "status": outcome.status}
    if outcome.problem is not None:
        return told | {"problem": outcome.problem.body()}
    case = outcome.case
    assert case is not None
    told |= {"case": case.number, "state": case.state, "route": case.route, "bundle": case.bundle}
    item = next(iter(case.open_items()), None)
    return told | ({"holder": item.holder.code, "due": item.due} if item else {})

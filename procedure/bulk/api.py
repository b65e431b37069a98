"""The REST door of a bulk pass: one call, one transaction and one answer for each case."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from organizations.actors import of_request
from procedure.bulk import passing as bulk
from procedure.bulk.passing import Outcome, Wanted
from procedure.idempotency import KeyReused, once
from procedure.models import Case
from procedure.particulars import form_of, from_json
from procedure.rest import KEY, PROBLEMS
from refusals import problem
from refusals.rest import ProblemSerializer


class WantedSerializer(serializers.Serializer[Any]):
    """A case and the version of it that was read."""

    case = serializers.CharField(max_length=32)
    version = serializers.IntegerField(min_value=1, max_value=999_999_999)


class BulkSerializer(serializers.Serializer[Any]):
    """At most 200 cases, and the particulars that the step takes in each of them."""

    cases = serializers.ListField(child=WantedSerializer(), allow_empty=False, max_length=bulk.MOST)
    particulars = serializers.DictField(required=False)


class OutcomeSerializer(serializers.Serializer[Any]):
    """What came of one case: 200 with its new state, or the status of a refusal and why."""

    case = serializers.CharField()
    status = serializers.IntegerField()
    state = serializers.CharField(required=False)
    version = serializers.IntegerField(required=False)
    problem = ProblemSerializer(required=False)


class OutcomesSerializer(serializers.Serializer[Any]):
    """The outcomes in the order of the question."""

    done = serializers.IntegerField()
    outcomes = OutcomeSerializer(many=True)


class BulkSteps(APIView):
    """One step in many cases."""

    @extend_schema(
        summary="Take a step in many like cases",
        description="Each case is moved in a transaction of its own. The answer is 207 and lists the"
        " outcomes; a failure never stops the rest. A repeat with the same key moves only the others.",
        request=BulkSerializer,
        responses={207: OutcomesSerializer, **PROBLEMS},
        parameters=[KEY],
    )
    def post(self, request: Request, step: str) -> Response:
        asked = BulkSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        wanted = [Wanted(one["case"], one["version"]) for one in asked.validated_data["cases"]]
        particulars = asked.validated_data.get("particulars", {})
        outcomes = self._outcomes(request, step, wanted, particulars)
        done = sum(outcome["status"] == 200 for outcome in outcomes)
        return Response({"done": done, "outcomes": outcomes}, status=207)

    def _outcomes(self, request: Request, step: str, wanted: list[Wanted], particulars: Any) -> list[Any]:
        actor = of_request(request)
        cases = bulk.visible([one.number for one in wanted], actor)

        def read(case: Case) -> dict[str, Any]:
            return from_json(form_of(case.KIND, step), particulars, case=case, actor=actor).cleaned()

        def act(one: Wanted) -> Outcome:
            return bulk.take_one(step, one, cases.get(one.number), actor, read)

        return [_kept(request, one, act) for one in wanted]


class _NotKept(Exception):
    """Carries an outcome that a repeat must not get again: the portal was busy, or failed."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome


def _kept(request: Request, wanted: Wanted, act: Callable[[Wanted], Outcome]) -> dict[str, Any]:
    """The outcome in one case; the first one again when the same key comes with the same question."""

    def answer() -> Response:
        outcome = act(wanted)
        if outcome.status >= 500:
            raise _NotKept(outcome)
        return Response(_said(outcome))

    try:
        told: dict[str, Any] = once(request, answer, part=wanted.number).data
    except _NotKept as busy:
        return _said(busy.outcome)
    except KeyReused as reused:
        return _said(Outcome(wanted.number, None, problem.refusal(reused)))
    return told


def _said(outcome: Outcome) -> dict[str, Any]:
    told: dict[str, Any] = {"case": outcome.number, "status": outcome.status}
    if outcome.problem is not None:
        return told | {"problem": outcome.problem.body()}
    assert outcome.case is not None
    return told | {"state": outcome.case.state, "version": outcome.case.version}

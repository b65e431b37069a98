"""The peer of a step over REST: a bare DRF view that runs the same statements in one transaction."""

import copy
from typing import Any, ClassVar

from django.db import transaction
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from benchmarks.recording import Replay
from organizations.models import User


class Known(BaseAuthentication):
    """Believes the header and asks no database: what authentication costs is told apart."""

    people: ClassVar[dict[str, User]] = {}

    def authenticate(self, request: Request) -> tuple[User, None]:
        return copy.copy(self.people[request.META["HTTP_X_PERSON"]]), None


class Bare(APIView):
    """Reads the body, runs the statements that were put ready for this case, answers as the portal did."""

    ready: ClassVar[dict[tuple[str, str], tuple[Replay, Any]]] = {}
    authentication_classes = (Known,)

    def post(self, request: Request, number: str, step: str) -> Response:
        replay, answer = self.ready[number, step]
        assert request.data is not None
        with transaction.atomic():
            replay.run()
        return Response(answer)

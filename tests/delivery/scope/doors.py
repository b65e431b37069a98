"""Two ways to a view in this process: through all of Django, or straight to it with a name for the trail."""

from typing import Any

from django.test import Client
from django.utils import translation
from rest_framework.test import APIClient, APIRequestFactory, force_authenticate

from audit.context import RequestContextMiddleware
from delivery.api import Rows
from delivery.gateway.api import Counts, Export
from tests.cast import Cast

ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}
VIEWS = {"rows": Rows.as_view(), "counts": Counts.as_view(), "export": Export.as_view()}
FACTORY = APIRequestFactory(**ENGLISH)


class Doors:
    """The cast stands before them, known already; a key shows itself anew each time."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    def get(self, way: str, code: str, query: str, who: str, *, secret: str, name: str, whole: bool) -> Any:
        """The answer, under the name for this request."""
        address = f"/api/v1/data/{code}/{way}/?{query}"
        headers = {"HTTP_X_REQUEST_ID": name} | ({"HTTP_AUTHORIZATION": f"Bearer {secret}"} if secret else {})
        if whole:
            return self._client(who, secret).get(address, **ENGLISH, **headers)
        request = FACTORY.get(address, **headers)
        if not secret:
            force_authenticate(request, getattr(self.cast, who))
        kind, _slash, form = way.partition("/")
        given = {"resource": code} | ({"form": form} if form else {})

        def straight(request: Any) -> Any:
            with translation.override("en"):
                answer = VIEWS[kind](request, **given)
                return answer.render() if hasattr(answer, "render") else answer

        return RequestContextMiddleware(straight)(request)

    def _client(self, who: str, secret: str) -> Any:
        client = Client() if secret else APIClient()
        if not secret:
            client.force_authenticate(getattr(self.cast, who))
        return client

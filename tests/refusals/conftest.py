"""The portal with a few doors more, and what an answer under `/api/` holds."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation

CLEAN = "refusals.characters.CleanTextMiddleware"
CONTEXT = "audit.context.RequestContextMiddleware"


@pytest.fixture(autouse=True)
def in_chinese() -> Iterator[None]:
    """A request in another language leaves it behind in the thread: each test starts in the default one."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture(autouse=True)
def door(settings) -> None:
    """The addresses of `door.py` stand before the portal's own."""
    settings.ROOT_URLCONF = "tests.refusals.door"
    settings.CSRF_FAILURE_VIEW = "refusals.pages.csrf_failure"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    if CLEAN not in settings.MIDDLEWARE:
        place = settings.MIDDLEWARE.index(CONTEXT) + 1
        settings.MIDDLEWARE = [*settings.MIDDLEWARE[:place], CLEAN, *settings.MIDDLEWARE[place:]]


@pytest.fixture
def calm() -> Client:
    """A client that is answered 500 instead of seeing the fault itself."""
    return Client(raise_request_exception=False)


@pytest.fixture
def problem(client) -> Callable[..., dict[str, Any]]:
    """Calls an address and returns the problem it is answered with, after looking at its form."""

    def told(path: str, *, method: str = "get", status: int, **kwargs: Any) -> dict[str, Any]:
        response = getattr(client, method)(path, headers={"accept-language": "en"}, **kwargs)
        assert response.status_code == status
        assert response["Content-Type"] == "application/problem+json"
        body = response.json()
        assert body["type"] == f"urn:guishu:problem:{body['code']}"
        assert body["status"] == status
        return body | {"headers": response.headers}

    return told


@pytest.fixture
def unthrottled() -> None:
    cache.clear()

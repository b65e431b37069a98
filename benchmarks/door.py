"""The portal's whole handler stack, called in this process as a server calls it."""

import io
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.wsgi import get_wsgi_application

FIXED = {
    "SERVER_NAME": "localhost",
    "SERVER_PORT": "8000",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "REMOTE_ADDR": "127.0.0.1",
    "HTTP_HOST": "localhost:8000",
    "HTTP_ACCEPT_LANGUAGE": "zh-CN",
    "wsgi.url_scheme": "http",
}


@dataclass(frozen=True)
class Answer:
    """What came back, and in how many seconds, the end of the request included."""

    status: int
    body: bytes
    seconds: float


class Door:
    """One WSGI application; each call is one request, committed like any other."""

    def __init__(self) -> None:
        self.application: Callable[..., Any] = get_wsgi_application()

    def get(self, path: str, **headers: str) -> Answer:
        return self._call("GET", path, b"", headers)

    def post(self, path: str, body: bytes, **headers: str) -> Answer:
        """Send a JSON body."""
        return self._call("POST", path, body, headers)

    def _call(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        environ = _environ(method, path, body) | headers
        said: list[str] = []
        begun = time.perf_counter()
        response = self.application(environ, lambda status, _headers, *_: said.append(status))
        content = b"".join(response)
        response.close()
        return Answer(int(said[0].split()[0]), content, time.perf_counter() - begun)


def _environ(method: str, path: str, body: bytes) -> dict[str, Any]:
    address, _, query = path.partition("?")
    sent = {"CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body))} if body else {}
    return {
        **FIXED,
        **sent,
        "REQUEST_METHOD": method,
        "PATH_INFO": address,
        "QUERY_STRING": query,
        "wsgi.input": io.BytesIO(body),
    }

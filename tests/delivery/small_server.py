"""The portal on one port of its own, with an answer that never ends beside it."""

import itertools
import time
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, StreamingHttpResponse
from django.urls import include, path

from delivery.grants import while_in_force
from delivery.models import Grant

PIECE = b"a row of shared data\n" * 50


def endless(request: HttpRequest, number: str) -> StreamingHttpResponse:
    """A piece each 20 ms, for as long as the grant is in force."""
    grant = Grant.objects.get(number=number)
    return StreamingHttpResponse(while_in_force(grant, pieces()), content_type="text/plain")


def pieces() -> Iterator[bytes]:
    for _number in itertools.count():
        yield PIECE
        time.sleep(0.02)


urlpatterns = [path("endless/<str:number>/", endless), path("", include("config.urls"))]


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 64


class Silent(WSGIRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Say nothing."""


def serve(port: int) -> None:
    """Until the process is killed."""
    make_server("127.0.0.1", port, get_wsgi_application(), Server, Silent).serve_forever()

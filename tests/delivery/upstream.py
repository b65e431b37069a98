"""A department's service that misbehaves in every way, on a port of this machine."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

RECORD = {
    "uniscid": "9145",
    "entname": "桂林米粉",
    "hidden_idno": "SECRET-450-1",
    "serial": 7,
    "note": "SECRET-450-2",
}


class Service(BaseHTTPRequestHandler):
    """Each path misbehaves in its own way; what was asked is kept on the server."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.asked.append((self.command, self.path, dict(self.headers)))
        name = self.path.split("?")[0].strip("/").split("/")[-1].replace("-", "_")
        try:
            getattr(self, name, self.list)()
        except (BrokenPipeError, ConnectionResetError):
            return

    do_POST = do_GET  # noqa: N815 - named by the library

    def say(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for header, value in {
            "Content_Type": "application/json",
            "Content_Length": str(len(body)),
            **headers,
        }.items():
            self.send_header(header.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def list(self) -> None:
        told = {"code": 0, "total": 1, "secret": "SECRET-450", "data": [RECORD]}
        self.say(json.dumps(told).encode(), Set_Cookie="a=b", X_Internal="SECRET-450", Server="x")

    def bare(self) -> None:
        self.say(json.dumps([RECORD, {"inner": {"list": [RECORD, "SECRET-450"]}}]).encode())

    def told(self) -> None:
        """What the test put there."""
        self.say(json.dumps(self.server.told).encode())

    def raw(self) -> None:
        """Status, type and body as the test put them there, with headers that tell too much."""
        status, kind, body = self.server.raw
        told = {"Set_Cookie": "a=GEHEIM", "X_Total": "GEHEIM", "Link": "<GEHEIM>", "ETag": '"GEHEIM"'}
        self.say(body, status=status, Content_Type=kind, Location="/GEHEIM", **told)

    def page(self) -> None:
        self.say(b"<p>SECRET-450</p>", Content_Type="text/html")

    def broken(self) -> None:
        self.say(b'{"uniscid": "SECRET-450"')

    def error(self) -> None:
        self.say(b'{"trace": "SECRET-450"}', status=500)

    def refused(self) -> None:
        self.say(b'{"trace": "SECRET-450"}', status=404)

    def slow(self) -> None:
        time.sleep(5)

    def drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _second in range(50):
            self.wfile.write(b" ")
            time.sleep(0.1)

    def drip_head(self) -> None:
        for letter in "HTTP/1.1 200 OK\r\nX-A: " + "a" * 50:
            self.wfile.write(letter.encode())
            time.sleep(0.1)

    def huge(self) -> None:
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        for _piece in range(200):
            self.wfile.write(b" " * 65536)

    def lies(self) -> None:
        self.say(b"[]", Content_Length="1000")
        self.close_connection = True

    def away(self) -> None:
        self.say(b"", status=302, Location="http://169.254.169.254/latest/")

    def log_message(self, *_told: object) -> None:
        return


@contextmanager
def running() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    server.daemon_threads = True
    server.asked = []
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()

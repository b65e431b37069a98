"""A subscribed system: a real HTTP server that keeps what it is told and answers as the test says."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Receiver:
    """What came, and what is answered; `hangs` holds the answer back until it is set free."""

    address: str = ""
    status: int = 200
    heard: list[dict[str, Any]] = field(default_factory=list)
    hangs: threading.Event | None = None

    @property
    def ids(self) -> list[str]:
        return [message["id"] for message in self.heard]


@contextmanager
def receiver(status: int = 200) -> Iterator[Receiver]:
    """The server, for as long as the block lasts."""
    kept = Receiver(status=status)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told = {name: self.headers[f"webhook-{name}"] for name in ("id", "timestamp", "signature")}
            kept.heard.append(told | {"body": body, "said": json.loads(body), "host": self.headers["Host"]})
            if kept.hangs:
                kept.hangs.wait(30)
            self.send_response(kept.status)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.end_headers()

        def log_message(self, *_args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    kept.address = f"http://127.0.0.1:{server.server_port}/hook?from=guishu"
    try:
        yield kept
    finally:
        server.shutdown()
        server.server_close()


def is_signed(message: dict[str, Any], secret: str) -> bool:
    """As a receiver checks it, by the text of the convention alone."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message['id']}.{message['timestamp']}.".encode() + message["body"]
    expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return expected in message["signature"].split(" ")

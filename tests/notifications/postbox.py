"""A mail server of the tests' own, on a port of this machine, that can be told to refuse."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from django.conf import settings

HOST = "127.0.0.1"
SMTP = "django.core.mail.backends.smtp.EmailBackend"


class Postbox:
    """Keeps what it accepts. `answers` are given to the next recipients, one each; then all are accepted."""

    def __init__(self) -> None:
        self.answers: list[str] = []
        self.data_answers: list[str] = []
        self.calls = 0
        self.kept: list[tuple[str, EmailMessage]] = []

    async def handle_EHLO(  # noqa: N802 - the library's name
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.calls += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.answers:
            return self.answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the library's name
        self, server: Any, session: Any, envelope: Any
    ) -> str:
        if self.data_answers:
            return self.data_answers.pop(0)
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.kept += [(address, message) for address in envelope.rcpt_tos]
        return "250 Accepted"

    def read(self, address: str) -> list[EmailMessage]:
        return [message for to, message in self.kept if to == address]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def listening(postbox: Postbox, port: int) -> Iterator[None]:
    """The server, until the block ends."""
    server = Controller(postbox, hostname=HOST, port=port)
    server.start()
    try:
        yield
    finally:
        server.stop()


@contextmanager
def delivered_to(port: int) -> Iterator[None]:
    """Mails go to that port of this machine."""
    from django.test import override_settings

    given = {"EMAIL_BACKEND": SMTP, "EMAIL_HOST": HOST, "EMAIL_PORT": port, "EMAIL_TIMEOUT": 5}
    assert settings.SENDS_MAIL
    with override_settings(**given):
        yield

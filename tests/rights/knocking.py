"""Knocking at an endpoint as somebody, and what it answers; nothing of it stays."""

import copy
import json
from collections import deque
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from audit.trail import Snapshot
from organizations.tokens import issue
from portal.documents.relations import Somebody, everybody
from tests.procedure.doors import plain
from tests.rights.town import Town

SIGN_IN = "sign-in"
PROBES = ("/healthz", "/livez", "/readyz")


class Crowd:
    """Everybody, each with a browser and a program that have signed in once; but anonymous."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.browsers = {one: self._browser(one) for one in everybody()}
        self.programs = {one: self._program(one) for one in everybody()}

    def _browser(self, one: Somebody) -> Client:
        client = Client(headers={"accept-language": "zh-hans"})
        if one.name in self.town.people:
            client.force_login(self.town.people[one.name])
        return client

    def _program(self, one: Somebody) -> Client:
        headers = {"accept-language": "zh-hans"}
        if user := self.town.people.get(one.name):
            secret = issue(user, name="matrix", days=1, actor=Snapshot())[1]
            headers["authorization"] = f"Bearer {secret}"
        return Client(headers=headers)

    def knock(self, one: Somebody, method: str, address: str, body: Any = None, seen: int = 0) -> str:
        """The status, or `sign-in` for who is asked to sign in first; whatever was done is undone."""
        with transaction.atomic():
            client = (self.programs if address.startswith("/api/v1/") else self.browsers)[one]
            kept = copy.deepcopy(client.cookies)
            answer = self._send(client, method, address, body, seen)
            if answer.streaming:
                deque(answer.streaming_content, maxlen=0)  # read to its end, it closes its file
            client.cookies = kept
            transaction.set_rollback(True)
        return outcome(answer)

    def _send(self, client: Client, method: str, address: str, body: Any, seen: int) -> HttpResponse:
        if method == "GET":
            return client.get(address)
        if address.startswith("/api/"):
            headers = {"If-Match": f'"{seen}"'} if seen else {}
            sent = json.dumps(plain(body or {}))
            return client.generic(method, address, sent, content_type="application/json", headers=headers)
        if method == "POST":
            return client.post(address, plain((body or {}) | ({"seen": seen} if seen else {})))
        return client.generic(method, address)


def outcome(answer: HttpResponse) -> str:
    """`200` also of a probe that finds something down: it speaks to everybody alike."""
    if answer.status_code == 503 and answer.wsgi_request.path in PROBES:  # type: ignore[attr-defined]
        return "200"
    signs_in = answer.status_code == 302 and answer["Location"].startswith("/sign-in/")
    return SIGN_IN if signs_in or answer.status_code == 401 else str(answer.status_code)

"""Both doors as tests knock on them: pages with a session, REST with a token; the same words for both."""

import json
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.test import Client

from audit.trail import Snapshot
from organizations.models import User
from organizations.tokens import issue
from procedure.models import Case, WorkItem

ROOT = "/api/v1/sharing/requests/"


class Pages:
    """The browser of one person, who has signed in."""

    name = "pages"
    done = 302

    def __init__(self, user: User, language: str = "zh-hans") -> None:
        self.client = Client(headers={"accept-language": language})
        self.client.force_login(user)

    def draft(self, **particulars: Any) -> HttpResponse:
        return self.client.post("/sharing/requests/new/", plain(particulars))

    def take(self, case: Case, step: str, *, seen: Any = None, **particulars: Any) -> HttpResponse:
        seen = case.version if seen is None else seen
        return self.client.post(f"/cases/{case.number}/steps/{step}/", plain({"seen": seen, **particulars}))

    def read(self, case: Case) -> HttpResponse:
        return self.client.get(f"/cases/{case.number}/")


class Rest:
    """The program of one person, with a token."""

    name = "rest"
    done = 200

    def __init__(self, user: User, language: str = "zh-hans") -> None:
        _, secret = issue(user, name="tests", days=1, actor=Snapshot())
        self.client = Client(headers={"authorization": f"Bearer {secret}", "accept-language": language})

    def post(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        """`body` as JSON; text is sent as it stands."""
        sent = body if isinstance(body, str | bytes) else json.dumps(plain(body if body is not None else {}))
        return self.client.post(path, sent, content_type="application/json", headers=headers)

    def draft(
        self, query: str = "", headers: dict[str, str] | None = None, **particulars: Any
    ) -> HttpResponse:
        return self.post(f"{ROOT}{query}", particulars, **(headers or {}))

    def take(
        self,
        case: Case,
        step: str,
        *,
        seen: Any = None,
        query: str = "",
        headers: dict[str, str] | None = None,
        **particulars: Any,
    ) -> HttpResponse:
        seen = f'"{case.version}"' if seen is None else seen
        sent = {"If-Match": str(seen)} | (headers or {})
        return self.post(f"{ROOT}{case.number}/steps/{step}/{query}", particulars, **sent)

    def read(self, case: Case) -> HttpResponse:
        return self.client.get(f"{ROOT}{case.number}/")


DOORS = {"pages": Pages, "rest": Rest}


def plain(value: Any) -> Any:
    """Things as a form or a JSON body says them: entries and organizations by their codes."""
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    return getattr(value, "code", value)


def duties(case: Case) -> list[tuple[Any, ...]]:
    """Every work item of a case as the database has it, in the order of opening."""
    named = (
        "stage",
        "holder__code",
        "post",
        "article",
        "days",
        "unit",
        "source",
        "received",
        "due",
        "remind_on",
    )
    rest = "escalate_on", "provisional", "closed", "closed_by_step"
    return list(WorkItem.objects.filter(case=case.pk).order_by("pk").values_list(*named, *rest))

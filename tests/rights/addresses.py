"""What is sent to each endpoint that takes something, so that only rights decide the answer."""

from collections.abc import Callable
from typing import Any

from delivery.subscription import duties
from tests.rights.more import FAULT
from tests.rights.town import TODAY, Town
from tests.sharing.requests import ASKED

Body = dict[str, Any] | Callable[[Town], dict[str, Any]]


def request(town: Town) -> dict[str, Any]:
    return ASKED | {"entry": town.things["entry"]}


def appointment(town: Town) -> dict[str, Any]:
    person = town.people["department.handler"].username
    house = town.things["requester"]
    return {"organization": house, "post": "steward", "person": person, "starts": TODAY}


def cover(town: Town) -> dict[str, Any]:
    return {"person": "bureau.handler", "starts": "2026-12-01", "ends": "2026-12-04"}


def confirmed(town: Town) -> dict[str, Any]:
    case = town.cases["conformance_review"]
    return {"case": f"{case.number}:{case.version}", "opinion": ""}


def together(town: Town) -> dict[str, Any]:
    case = town.cases["conformance_review"]
    return {"cases": [{"case": case.number, "version": case.version}]}


def fault(town: Town) -> dict[str, Any]:
    return FAULT | {"entry": town.things["entry"], "found_on": TODAY}


def bundle(town: Town) -> dict[str, Any]:
    terms = {name: said for name, said in ASKED.items() if name != "fields"}
    return terms | {"entries": [{"entry": town.things["entry"], "fields": ASKED["fields"]}]}


def one_entry(town: Town) -> dict[str, Any]:
    return {"entry": town.things["entry"]}


UNTITLED = {"title": ""}
ACCEPTED = {"version": duties.VERSION, "agreed": True}
ARRANGED = {"way": "on_demand", "networks": ""}
HOOK = {"address": "https://system.example.org/told"}
OF_GRANT = "/delivery/grants/{grant}/subscription/"


BODIES_SENT: dict[str, Body] = {
    "POST /account/tokens/": {"name": "", "days": "0"},
    "POST /catalog/new/": {"name": ""},
    "POST /work/together/approve/confirm/": confirmed,
    "POST /lists/inbox/filters/": {"name": "今日", "query": "when=today"},
    "POST /supervision/board/{item}/urge/": {"sentence": "请抓紧办理"},
    "POST /posts/appoint/": appointment,
    "POST /posts/{post}/stand-in/": cover,
    "POST /notices/read/": {"until": "1"},
    "POST /account/notices/": {"language": "zh-hans", "scope": "everything"},
    "POST /sharing/requests/new/": request,
    "POST /quality/issues/new/": fault,
    "POST /api/v1/quality/issues/": fault,
    "POST /sharing/list/put/": one_entry,
    "POST /sharing/list/drop/": one_entry,
    "POST /api/v1/sharing/bundles/": bundle,
    "POST /delivery/entries/{entry}/source/": UNTITLED,
    "POST /delivery/entries/{entry}/service/": UNTITLED,
    "POST /delivery/entries/{entry}/bring/": UNTITLED,
    "POST /delivery/sources/{source}/": UNTITLED,
    "PUT /api/v1/delivery/grants/{grant}/quota/": {"rows_a_day": 5, "reason": "负载过高。"},
    f"POST {OF_GRANT}accept/": ACCEPTED,
    f"POST /api/v1{OF_GRANT}": ACCEPTED,
    f"POST {OF_GRANT}arrange/": ARRANGED,
    f"PUT /api/v1{OF_GRANT}": ARRANGED,
    f"POST {OF_GRANT}target/": HOOK,
    f"PUT /api/v1{OF_GRANT}target/": HOOK,
    f"POST {OF_GRANT}keys/": {"days": "30"},
    f"POST /api/v1{OF_GRANT}keys/": {"days": 30},
    f"POST {OF_GRANT}keys/{{key}}/replace/": {"days": "30", "hours": "1"},
    f"POST /api/v1{OF_GRANT}keys/{{key}}/replace/": {"days": 30, "hours": 1},
    "POST /i18n/setlang/": {"language": "en"},
    "POST /api/v1/work-items/steps/approve/": together,
    "POST /api/v1/saved-filters/": {"list": "inbox", "name": "今日", "query": "when=today"},
    "PATCH /api/v1/saved-filters/{filter}/": {"is_default": True},
    "POST /api/v1/work-items/{item}/urge/": {"sentence": "请抓紧办理"},
    "POST /api/v1/posts/": appointment,
    "POST /api/v1/posts/{post}/stand-ins/": cover,
    "POST /api/v1/sharing/requests/": request,
}

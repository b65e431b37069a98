"""The inbox page: how many queries, and whether it grows slower with the number of cases."""

from django.conf import settings
from django.db import connections
from django.test import Client

from benchmarks.crowd import AWAITED_EACH, CASES_EACH, HELD_EACH, ITEMS_EACH, Crowd
from benchmarks.door import Answer, Door
from benchmarks.measuring import percentile
from benchmarks.place import FAR, NEAR, clone
from benchmarks.recording import recorded
from benchmarks.report import Line, Part
from benchmarks.road import actor
from organizations.models import User
from procedure.models import WorkItem

REQUESTS = 200
MOST_QUERIES = 8
MOST_TIMES = 1.5
MANY_HELD, MOST_MS, MOST_TIMES_BUSY = 50_000, 50, 2.0
BUSIEST = "bureau.reviewer"
FEW = Crowd(1, 100)
MANY = Crowd(101, 10_000, each=99)
HOW = f"""`GET /work/` through the whole WSGI stack, in the session of a handler and reviewer whose
organization holds {HELD_EACH} open duties and waits for {AWAITED_EACH} others: among {
    FEW.last * CASES_EACH:,} cases and, in another database of the same server, among {
    MANY.last * CASES_EACH:,}
({CASES_EACH} cases and {ITEMS_EACH} work items for each organization). {REQUESTS} requests to each, in
turn, by 100 people; the first visit of each counts too. Among the many, the Bureau's reviewer asks as well:
the Bureau holds a duty in every case that waits for its review or reply, more than {MANY_HELD:,} in all."""


def bench() -> Part:
    """Fill both databases, then ask both in turn."""
    FEW.settle(NEAR)
    connections.close_all()
    clone()
    MANY.settle(FAR)
    sites = few, many, busy = Site(NEAR, FEW.people), Site(FAR, MANY.people), Site(FAR, [BUSIEST])
    queries = max(site.queries() for site in sites)
    for number in range(REQUESTS):
        for site in sites if number % 2 else reversed(sites):
            site.visit(number)
    held = busy.held()
    leave(*sites)
    return Part("The inbox page", HOW, (_queries(queries), *_lines(few, many), *_busy(busy, many, held)))


class Site:
    """The portal on one of the databases, with these people signed in."""

    def __init__(self, database: str, people: list[str]) -> None:
        self.connection = connections.create_connection("default")
        self.connection.settings_dict = {**self.connection.settings_dict, "NAME": database}
        self.door, self.people, self.seconds = Door(), people, list[float]()
        self.enter()
        self.cookies = [_signed_in(person) for person in people]
        self._get(0)

    def enter(self) -> None:
        """Let this process use this database."""
        connections["default"] = self.connection

    def visit(self, number: int) -> None:
        self.enter()
        self.seconds.append(self._get(number).seconds)

    def queries(self) -> int:
        self.enter()
        with recorded() as found:
            self._get(0)
        return len(found)

    def held(self) -> int:
        """How many open duties the first of them has."""
        self.enter()
        return WorkItem.objects.held_by(actor(self.people[0])).count()

    def _get(self, number: int) -> Answer:
        answer = self.door.get("/work/", HTTP_COOKIE=self.cookies[number % len(self.cookies)])
        assert answer.status == 200
        assert answer.body.count(b'href="/cases/GX-SR-2020-') >= HELD_EACH, answer.body.decode()
        return answer


def leave(*sites: Site) -> None:
    """Close both, and go back to the first."""
    for site in sites:
        site.connection.close()
    sites[0].enter()


def _signed_in(username: str) -> str:
    browser = Client()
    browser.force_login(User.objects.get(username=username), "django.contrib.auth.backends.ModelBackend")
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"


def _queries(most: int) -> Line:
    limit = f"at most {MOST_QUERIES}"
    return Line("queries, session and posts included", str(most), limit, most <= MOST_QUERIES)


def _lines(few: Site, many: Site) -> list[Line]:
    small, large = (percentile(site.seconds, 95) * 1000 for site in (few, many))
    half_small, half_large = (percentile(site.seconds, 50) * 1000 for site in (few, many))
    limit = f"at most {MOST_TIMES} times"
    return [
        Line("95th percentile", _times(large, small), limit, large <= MOST_TIMES * small),
        Line("median", _times(half_large, half_small)),
    ]


def _busy(busy: Site, others: Site, held: int) -> list[Line]:
    assert held >= MANY_HELD, held
    ours, theirs = (percentile(site.seconds, 50) * 1000 for site in (busy, others))
    what = f"median, a holder with {held:,} open duties"
    limit = f"at most {MOST_TIMES_BUSY:.0f} times a holder with {HELD_EACH}"
    return [
        Line(what, f"{ours:.1f} ms", f"at most {MOST_MS} ms", ours <= MOST_MS),
        Line(what, _times(ours, theirs), limit, ours <= MOST_TIMES_BUSY * theirs),
    ]


def _times(large: float, small: float) -> str:
    return f"{large / small:.2f} times ({small:.1f} ms, {large:.1f} ms)"

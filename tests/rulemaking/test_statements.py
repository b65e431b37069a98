"""What a city's procedure costs: one look-up when its case is opened, and nothing after that."""

import pytest

from procedure.engine import begin, take
from procedure.rules import book_of
from sharing.models import ShareRequest
from tests.procedure.doors import Pages
from tests.procedure.test_statements import MOST, statements
from tests.rulemaking.desk import FULL, NANNING, today
from tests.sharing.requests import ASKED
from tests.sharing.road import AGREE

STEPS = [("submit", "nora", {}), ("approve", "nina", {}), ("agree", "noah", AGREE), ("reply", "nina", {})]


def cost(client, place: str) -> int:
    """How many statements a page takes, but for counting unread notices, which the cache may spare."""
    return len([sql for sql in statements(lambda: client.get(place)) if "notifications_notice" not in sql])


def opening(desk, who: str) -> list[str]:
    actor = desk.actor(who)
    entry = desk.entry if who == "nora" else desk.world.entry
    return statements(lambda: begin(ShareRequest, actor=actor, entry=entry, **ASKED))


def test_it_looks_once_when_a_case_of_a_city_is_opened(desk):
    region = opening(desk, "alice")
    assert len(opening(desk, "nora")) == len(region) + 1
    desk.enact(**FULL, **today())
    book_of(desk.ask().rules_id)
    sent = opening(desk, "nora")
    assert len(sent) == len(region) + 1 <= MOST, "\n".join(sent)
    assert len([sql for sql in sent if "rulemaking_cityprocedure" in sql]) == 1


@pytest.mark.article("31")
def test_it_takes_every_step_in_few_statements(desk):
    desk.enact(**FULL, **today())
    case = desk.ask()
    for step, who, particulars in STEPS:
        found = ShareRequest.objects.with_parties().get(pk=case.pk)
        assert found.rule
        actor, seen = desk.actor(who), found.version
        sent = statements(lambda: take(found, step, actor=actor, seen=seen, **particulars))  # noqa: B023 - called at once
        assert len(sent) <= MOST, "\n".join(sent)


def test_it_shows_many_versions_in_as_many_statements_as_one(desk):
    client = Pages(desk.world.cast.nina).client
    desk.enact(**today())
    places = [f"/city-procedures/{NANNING}/", "/api/v1/city-procedures/", f"/city-procedures/{NANNING}/1/"]
    client.get(places[0])
    before = [cost(client, place) for place in places]
    for days in (3, 4, 5):
        desk.enact(provider_review_days=days, **today())
    after = [cost(client, place) for place in places]
    assert after == before


def test_it_lists_all_cities_in_as_many_statements_as_one(desk):
    client = Pages(desk.world.cast.betty).client
    client.get("/city-procedures/")
    before = cost(client, "/city-procedures/")
    desk.enact(**today())
    assert cost(client, "/city-procedures/") == before <= 8

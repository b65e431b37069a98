"""Drafts through both doors: begun, changed, checked, compared, published, done away with (art. 31)."""

from typing import Any

import pytest

from audit.models import Entry
from organizations.models import User
from rulemaking.models import CityProcedure
from tests.procedure.doors import Pages, Rest
from tests.rulemaking.desk import NANNING, SHORT, TUESDAY

PAGE, API = f"/city-procedures/{NANNING}/", f"/api/v1/city-procedures/{NANNING}/draft/"
TYPED = SHORT | {"in_force": TUESDAY.isoformat()}
BOTH = pytest.mark.parametrize("door", ["pages", "rest"])
DONE = {"pages": 302, "rest": 200}


class Desk:
    """One writer at one of the doors; each act answers its status."""

    def __init__(self, door: str, user: User) -> None:
        self.is_rest = door == "rest"
        self.client = Rest(user).client if self.is_rest else Pages(user).client

    def save(self, seen: int, **typed: Any) -> int:
        if self.is_rest:
            return self._rest("put", API, typed, seen)
        return self._page("write/", typed | {"save": "1", "revision": seen})

    def discard(self, seen: int) -> int:
        if self.is_rest:
            return self._rest("delete", API, None, seen)
        return self._page("draft/discard/", {"revision": seen})

    def publish(self, seen: int, replaces: int) -> int:
        """The draft as it lies there: over REST by its revision, on the page from its form."""
        if self.is_rest:
            return self._rest("post", f"{API}enact/", {"replaces": replaces}, seen)
        draft = CityProcedure.objects.drafts().get().arrangement
        return self._page("write/", draft | {"confirm": "1", "revision": seen, "replaces": replaces})

    def _rest(self, method: str, path: str, body: Any, seen: int) -> int:
        headers = {"If-Match": f'"{seen}"'}
        send = getattr(self.client, method)
        return send(path, body, content_type="application/json", headers=headers).status_code

    def _page(self, path: str, sent: dict[str, Any]) -> int:
        said = {name: "" if value is None else value for name, value in sent.items()}
        return self.client.post(f"{PAGE}{path}", said).status_code


@pytest.fixture
def nina(desk, door) -> Desk:
    return Desk(door, desk.world.cast.nina)


def drafted() -> CityProcedure:
    return CityProcedure.objects.drafts().get()


@BOTH
@pytest.mark.article("31")
def test_it_begins_a_draft_and_changes_its_stages_posts_and_days(nina, door):
    assert nina.save(0, **TYPED) == {"pages": 302, "rest": 201}[door]
    assert nina.save(1, **TYPED, city_review_days=2, city_review_post="reviewer") == DONE[door]
    draft = drafted()
    assert (draft.number, draft.revision, draft.written_by.username) == (None, 2, "nina")
    assert [draft.arrangement[f"{stage}_days"] for stage in ("city_review", "provider_review", "reply")] == [
        "2",
        "2",
        "",
    ]


@BOTH
def test_it_keeps_the_same_words_whichever_door_they_came_through(desk, nina, door):
    nina.save(0, **TYPED)
    said = drafted().arrangement
    other = Desk("pages" if door == "rest" else "rest", desk.world.cast.nina)
    other.save(1, **TYPED)
    assert drafted().arrangement == said


@BOTH
@pytest.mark.article("31")
def test_it_publishes_the_draft(nina, door):
    nina.save(0, **TYPED)
    assert nina.publish(1, replaces=0) == {"pages": 302, "rest": 201}[door]
    version = CityProcedure.objects.get()
    assert (version.number, version.in_force, version.arrangement["draft_days"]) == (1, TUESDAY, 20)


@BOTH
def test_it_publishes_no_draft_that_a_colleague_has_changed(nina, door):
    nina.save(0, **TYPED)
    nina.save(1, **TYPED, reply_days=1)
    assert nina.publish(1, replaces=0) == 409
    assert drafted().arrangement["reply_days"] == "1"


@BOTH
def test_it_publishes_over_the_last_version_alone(desk, nina, door):
    nina.save(0, **TYPED)
    assert nina.publish(1, replaces=3) == 409
    assert drafted().revision == 1


@BOTH
@pytest.mark.parametrize("wrong", [{"title": ""}, {"provider_review_days": 16}, {"reply_post": "steward"}])
def test_it_keeps_a_wrong_draft_and_publishes_none(nina, door, wrong):
    nina.save(0, **TYPED | wrong)
    assert nina.publish(1, replaces=0) == 422
    assert drafted().revision == 1


@BOTH
def test_it_does_away_with_a_draft_and_says_so_in_the_trail(nina, door):
    nina.save(0, **TYPED)
    assert nina.discard(1) == {"pages": 302, "rest": 204}[door]
    assert not CityProcedure.objects.exists()
    entry = Entry.objects.get(act="rulemaking.discard")
    assert (entry.person, entry.tells, entry.particulars["arrangement"]["draft_days"]) == ("nina", [], "20")


@BOTH
@pytest.mark.parametrize("act", ["save", "discard"])
def test_it_lets_nobody_lose_the_words_of_a_colleague(nina, door, act):
    nina.save(0, **TYPED)
    nina.save(1, **TYPED, reply_days=1)
    stale = nina.save(1, **TYPED) if act == "save" else nina.discard(1)
    assert stale == (302 if door == "pages" and act == "discard" else 409)
    assert drafted().arrangement["reply_days"] == "1"


@BOTH
@pytest.mark.parametrize(("who", "status"), [("nora", 403), ("betty", 403), ("lily", 404), ("alice", 404)])
def test_it_is_the_city_authority_s_alone(desk, nina, door, who, status):
    nina.save(0, **TYPED)
    other = Desk(door, getattr(desk.world.cast, who))
    assert {other.save(1, **TYPED), other.discard(1), other.publish(1, 0)} == {status}
    assert drafted().revision == 1

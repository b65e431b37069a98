"""Many at once on real connections: one version wins, numbers have no gaps, every case has one whole set."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from organizations.actors import Actor
from procedure.engine import begin
from procedure.rules import shipped_measures
from rulemaking import drafts
from rulemaking.drafts import DraftMoved
from rulemaking.making import Overtaken, enact, recall
from rulemaking.models import CityProcedure
from sharing.models import ShareRequest
from tests.procedure.threads import at_once
from tests.rulemaking.desk import SHORT, Desk, build_desk, today
from tests.sharing.requests import ASKED
from workdays import clock

AUTHORS = 8


@pytest.fixture
def desk(committed_db) -> Desk:
    return build_desk()


def tomorrow(desk: Desk, **typed: Any):
    return desk.given(**SHORT | {"in_force": (clock.today() + timedelta(days=1)).isoformat()} | typed)


@pytest.mark.article("31")
def test_it_publishes_one_of_many_versions_written_at_once(desk):
    city, given = desk.nanning, tomorrow(desk)
    acts = [partial(enact, city, actor=desk.actor("nina"), given=given) for _ in range(AUTHORS)]
    results = at_once(acts)
    lost = [result for result in results if isinstance(result, Overtaken)]
    assert (len(lost), CityProcedure.objects.count()) == (AUTHORS - 1, 1)
    assert CityProcedure.objects.get().number == 1


def test_it_keeps_one_of_many_drafts_saved_at_once(desk):
    city, actor = desk.nanning, desk.actor("nina")
    acts = [partial(drafts.save, city, actor=actor, typed={"title": str(n)}, seen=0) for n in range(AUTHORS)]
    results = at_once(acts)
    assert sum(isinstance(result, DraftMoved) for result in results) == AUTHORS - 1
    assert CityProcedure.objects.get().revision == 1


def test_it_recalls_or_follows_up_but_never_loses_a_number(desk):
    city, actor = desk.nanning, desk.actor("nina")
    first = enact(city, actor=actor, given=tomorrow(desk)).version
    given = tomorrow(desk)
    done = at_once([partial(recall, first, actor=actor), partial(enact, city, actor=actor, given=given)])
    assert not [result for result in done if isinstance(result, Exception)]
    rows = CityProcedure.objects.order_by("number").values_list("number", "recalled_by__username")
    assert list(rows) == [(1, "nina"), (2, None)]


@pytest.mark.article("31")
def test_it_gives_each_case_opened_meanwhile_one_set_or_the_other(desk):
    given = desk.given(**SHORT | today())
    nora = desk.actor("nora")
    opening = [
        partial(begin, ShareRequest, actor=Actor(nora.user, nora.holdings), entry=desk.entry, **ASKED)
        for _ in range(AUTHORS)
    ]
    results = at_once([*opening, partial(enact, desk.nanning, actor=desk.actor("nina"), given=given)])
    assert not [result for result in results if isinstance(result, Exception)]
    version = CityProcedure.objects.get()
    sets = set(ShareRequest.objects.values_list("rules_id", flat=True))
    assert sets <= {version.rules_id, shipped_measures().digest}
    assert ShareRequest.objects.count() == AUTHORS
    after = begin(ShareRequest, actor=nora, entry=desk.entry, **ASKED)
    assert after.rules_id == version.rules_id

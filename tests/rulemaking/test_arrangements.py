"""Every arrangement accepted becomes a sound rule set, and leads every case to an end (art. 10, 31)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedure.checks import faults
from procedure.rulebook import BadRules, RouteRule, RuleBook, StageRule
from procedure.rules import shipped_measures
from rulemaking.arrangement import Arrangement, Turn, text_of
from rulemaking.diagram import differences, flows
from rulemaking.law import MOST_DAYS, MOST_DAYS_BEFORE, OF_AUTHORITY, OF_PROVIDER, OF_REPLY
from rulemaking.soundness import require_sound
from sharing.law import FINAL, State
from sharing.models import ShareRequest

MEASURES = shipped_measures()
ROUTES = ("same_city", "city_to_region", "city_to_city")
PLAIN = Arrangement(Turn("reviewer", 3))
ARRANGED = {
    "the provider alone": (PLAIN, ["provider_review"], 3),
    "a review before": (
        replace(PLAIN, city_review=Turn("reviewer", 2)),
        ["city_review", "provider_review"],
        5,
    ),
    "a reply after": (replace(PLAIN, reply=Turn("handler", 1)), ["provider_review", "reply"], 4),
    "all three": (
        replace(PLAIN, city_review=Turn("supervisor", 1), reply=Turn("reviewer", 1)),
        ["city_review", "provider_review", "reply"],
        5,
    ),
}


def turns(posts: tuple[str, ...], most: int) -> st.SearchStrategy[Turn]:
    return st.builds(Turn, st.sampled_from([str(post) for post in posts]), st.integers(1, most))


def maybe(posts: tuple[str, ...], most: int) -> st.SearchStrategy[Turn | None]:
    return st.none() | turns(posts, most)


ARRANGEMENTS = st.builds(
    Arrangement,
    provider_review=turns(OF_PROVIDER, MOST_DAYS),
    city_review=maybe(OF_AUTHORITY, MOST_DAYS),
    reply=maybe(OF_REPLY, MOST_DAYS),
    region_review=maybe(OF_AUTHORITY, MOST_DAYS_BEFORE),
    other_city_review=maybe(OF_AUTHORITY, MOST_DAYS_BEFORE),
    draft_days=st.integers(1, 90),
)


def laid(arrangement: Arrangement, title: str = "南宁市程序") -> RuleBook:
    text = text_of(arrangement, MEASURES, city="450100", version=7, title=title)
    return RuleBook.parse(text).laid_over(MEASURES)


@pytest.mark.article("31")
@pytest.mark.parametrize("named", ARRANGED)
def test_it_lays_the_stages_in_their_order(named):
    arrangement, stages, days = ARRANGED[named]
    book = laid(arrangement)
    assert [rule.stage for rule in book.route("share_request", "same_city").order] == stages
    assert [flow.days for flow in flows(book)] == [days]


@pytest.mark.article("10", "31")
@given(arrangement=ARRANGEMENTS)
def test_it_leads_every_case_to_an_end(arrangement):
    book = laid(arrangement)
    assert list(faults(ShareRequest, book)) == []
    for route in ROUTES:
        rule = book.route("share_request", route)
        at = State.DRAFT.value
        for following in rule.order:
            assert following.stage in leads(at)
            at = following.stage
        assert leads(at) & FINAL


def leads(state: str) -> set[str]:
    """Where the steps of a share request lead from there."""
    return {target for step in ShareRequest.steps() if state in step.sources for target in step.targets}


@given(arrangement=ARRANGEMENTS)
def test_it_reads_back_what_was_arranged(arrangement):
    assert Arrangement.read(arrangement.flat()) == arrangement


@given(arrangement=ARRANGEMENTS)
def test_it_leaves_the_terms_of_article_30_as_they_are(arrangement):
    book = laid(arrangement)
    for route in ROUTES[1:]:
        own = [rule for rule in book.route("share_request", route).stages if rule.source == "city"]
        rest = tuple(rule for rule in book.route("share_request", route).stages if rule.source != "city")
        assert rest == MEASURES.route("share_request", route).stages
        assert all(rule.days <= 2 and rule.stage == "city_review" for rule in own)


@given(title=st.text(min_size=1, max_size=100).filter(str.isprintable))
def test_it_writes_any_title_as_toml(title):
    book = laid(PLAIN, title)
    assert (book.title, book.city, book.version, book.over) == (title, "450100", 7, MEASURES.digest)


def test_it_is_the_same_text_for_the_same_version():
    assert laid(PLAIN).digest == laid(PLAIN).digest != laid(replace(PLAIN, draft_days=31)).digest


@pytest.mark.article("31")
def test_it_rules_only_what_the_city_may_rule():
    book = laid(PLAIN)
    assert set(book.routes) == {("share_request", "same_city")}
    assert book.route("share_request", "region") == MEASURES.route("share_request", "region")
    assert book.set_of("share_request", "region") == MEASURES
    assert book.set_of("share_request", "same_city") is book
    with pytest.raises(BadRules, match="no route"):
        book.route("share_request", "moon")


def broken(**changed: str) -> RuleBook:
    """A set whose route within the city has one wrong stage."""
    sound = StageRule("provider_review", "provider", "reviewer", 2, "working", "31", "city")
    rule = RouteRule("share_request", "same_city", "", (replace(sound, **changed),), "31")
    return RuleBook("n", "t", "", {("share_request", "same_city"): rule}).laid_over(MEASURES)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"stage": "limbo"}, "stage limbo of route same_city is no state"),
        ({"holder": "nobody"}, "nobody resolves holder nobody"),
        ({"then": "vanish"}, "names an unknown step of the clock"),
    ],
)
def test_it_finds_what_is_wrong_with_a_set(changed, said):
    with pytest.raises(BadRules, match=said):
        require_sound(broken(**changed))


def test_it_finds_a_stage_to_which_nothing_leads():
    order = [
        StageRule(stage, "provider", "reviewer", 2, "working", "31", "city")
        for stage in ("reply", "city_review")
    ]
    rule = RouteRule("share_request", "same_city", "", tuple(order), "31")
    book = RuleBook("n", "t", "", {("share_request", "same_city"): rule}).laid_over(MEASURES)
    with pytest.raises(BadRules, match="nothing leads from reply to city_review"):
        require_sound(book)


def test_it_compares_line_by_line_and_tells_of_an_unchanged_route_in_one():
    lines = differences(MEASURES, laid(replace(PLAIN, region_review=Turn("reviewer", 1))))
    changed = [(line.label, line.old, line.new) for line in lines if line.differs]
    assert ("市级审查", "不设此环节", "本市大数据主管部门 · 审核岗 · 1 个工作日") in changed
    assert ("合计", "7 个工作日", "3 个工作日") in changed
    assert [line.label for line in lines if line.route == "向其他市申请"] == ["合计"]

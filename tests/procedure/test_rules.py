"""Rule sets: what is refused when they are read, what the Measures set, who keeps which (art. 49-51)."""

import hashlib
from datetime import date

import pytest
import time_machine

from procedure.models import RuleSet
from procedure.rulebook import MEASURES, BadRules, RuleBook, measures
from procedure.rules import book_of, establish, in_force, shipped_measures
from sharing.law import State

STAGE = """
[[a.b.stages]]
stage = "review"
holder = "bureau"
post = "reviewer"
days = 2
unit = "working"
article = "29(2)"
source = "measures"
"""
HEAD = 'name = "n"\ntitle = "t"\n'
WRONG = {
    "no TOML": ("name = ", "not TOML"),
    "no name": ('title = "t"', "name is missing"),
    "an empty title": ('name = "n"\ntitle = ""', "title is missing"),
    "a name that is no text": ('name = 5\ntitle = "t"', "name is missing"),
    "a route without stages": (f'{HEAD}[a.b]\ntitle = "x"', "a.b: no stages"),
    "a stage twice": (HEAD + STAGE + STAGE, "a.b: a stage stands twice"),
    "an unknown key": (HEAD + STAGE + "color = 5\n", "a.b.*color"),
    "no holder": (HEAD + STAGE.replace('holder = "bureau"\n', ""), "a.b.*holder"),
    "an unknown unit": (HEAD + STAGE.replace('"working"', '"weeks"'), "a.b.review: unit"),
    "an unknown source": (HEAD + STAGE.replace('"measures"', '"rumour"'), "a.b.review: unit"),
    "no days": (HEAD + STAGE.replace("days = 2", "days = 0"), "a.b.review: days"),
    "too many days": (HEAD + STAGE.replace("days = 2", "days = 367"), "a.b.review: days"),
    "half a day": (HEAD + STAGE.replace("days = 2", "days = 0.5"), "a.b.review: days"),
    "days in words": (HEAD + STAGE.replace("days = 2", 'days = "two"'), "a.b.review: days"),
    "yes for days": (HEAD + STAGE.replace("days = 2", "days = true"), "a.b.review: days"),
    "a holder that is no text": (
        HEAD + STAGE.replace('"bureau"', "5"),
        "a.b.review: holder has the wrong type",
    ),
    "no article": (HEAD + STAGE.replace('"29(2)"', '""'), "a.b.review: no article"),
    "a route that is a number": (f"{HEAD}[a]\nb = 5", "a.b"),
    "stages that are no tables": (f'{HEAD}[a.b]\nstages = ["x"]', "a.b"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_it_refuses_a_rule_set_and_says_where(wrong):
    text, said = WRONG[wrong]
    with pytest.raises(BadRules, match=said):
        RuleBook.parse(text)


def test_it_reads_a_rule_set():
    book = RuleBook.parse(HEAD + STAGE)
    (rule,) = book.route("a", "b").stages
    assert (rule.stage, rule.holder, rule.days, rule.article, rule.expires_by) == (
        "review", "bureau", 2, "29(2)", "",
    )  # fmt: skip


def test_it_reads_a_stage_without_a_term():
    book = RuleBook.parse(HEAD + STAGE.replace("days = 2\n", ""))
    assert book.route("a", "b").stages[0].days is None


@pytest.mark.parametrize("route", [("a", "c"), ("c", "b"), ("", "")])
def test_it_does_not_know_other_routes(route):
    with pytest.raises(BadRules, match="no route"):
        RuleBook.parse(HEAD + STAGE).route(*route)


def test_it_is_named_by_the_digest_of_its_text():
    book, other = RuleBook.parse(HEAD + STAGE), RuleBook.parse(HEAD + STAGE + "\n")
    assert book.digest == hashlib.sha256(book.text.encode()).hexdigest()
    assert book.digest != other.digest


@pytest.mark.article("29(2)", "29(3)", "29(4)")
def test_it_gives_route_region_the_three_stages_of_the_measures():
    stages = measures().route("share_request", "region").order
    assert [
        (rule.stage, rule.holder, rule.days, rule.unit, rule.article, rule.source) for rule in stages
    ] == [
        ("conformance_review", "bureau", 2, "working", "29(2)", "measures"),
        ("provider_review", "provider", 5, "working", "29(3)", "measures"),
        ("reply", "bureau", 2, "working", "29(4)", "measures"),
    ]


def test_it_lets_stages_follow_each_other_to_the_end():
    route = measures().route("share_request", "region")
    names = [rule.stage for rule in route.order]
    assert [route.after(name) and route.after(name).stage for name in ("draft", *names)] == [*names, None]
    assert [rule.stage for rule in route.from_stage("provider_review")] == names[1:]
    assert route.from_stage("draft") == route.order
    assert route.stage("draft") is None


@pytest.mark.article("51")
def test_it_is_stored_under_its_digest_once(db):
    for _ in range(2):
        establish()
    stored = RuleSet.objects.get(pk=shipped_measures().digest)
    assert stored.text == MEASURES.read_text(encoding="utf-8")
    assert stored.in_force == date(2026, 1, 1)
    assert in_force(date(2026, 1, 1)) == stored.digest


@pytest.mark.article("49", "51")
def test_it_stays_with_a_running_case(world):
    text = shipped_measures().text.replace("days = 5", "days = 9")
    book = RuleBook.parse(text)
    RuleSet.objects.create(pk=book.digest, name="other", title="t", text=text, in_force=date(2026, 1, 1))
    with time_machine.travel("2026-11-23T02:00:00+08:00", tick=False):
        case = world.bring_to(State.CONFORMANCE_REVIEW)
        type(case).objects.filter(pk=case.pk).update(rules_id=book.digest)
        (item,) = world.step(type(case).objects.get(), "approve", "betty").open_items()
    assert (item.days, book_of(book.digest).digest) == (9, book.digest)

"""The system checks find what is wrong with a kind of case before anybody meets it (art. 5, 49)."""

from dataclasses import replace
from typing import Any

import pytest
from django import forms
from django.db.models import TextChoices

from procedure import particulars, policy
from procedure.checks import check_procedures, faults, staged
from procedure.rulebook import RouteRule, RuleBook, StageRule
from procedure.steps import KEEP, STAGE, Opening, Step


class State(TextChoices):
    DRAFT = "draft"
    REVIEW = "review"
    DONE = "done"


def step(name: str, source: str, target: str, **changed: Any) -> Step:
    sound = Step(name, name, (source,), (target,), policy.holds_the_item, "29(2)", STAGE, (), "plain", ())
    return replace(sound, **changed)


class Sound:
    """A kind of case without a table: what the checks ask a kind for, and nothing else."""

    KIND = "fake"
    State = State
    RESTING = frozenset({"draft"})
    FINAL = frozenset({"done"})
    STEPS = (step("submit", "draft", "review", closes=KEEP), step("decide", "review", "done"))
    OPENING = Opening("draft", "draft", "draft", lambda *_: None, "28", (), ())

    @classmethod
    def steps(cls) -> tuple[Step, ...]:
        return cls.STEPS

    @classmethod
    def step(cls, name: str) -> Step | None:
        return next((found for found in cls.STEPS if found.name == name), None)

    @classmethod
    def opening(cls) -> Opening:
        return cls.OPENING


def book(**changed: Any) -> RuleBook:
    rule = replace(StageRule("review", "bureau", "reviewer", 2, "working", "29(2)", "measures"), **changed)
    return RuleBook("n", "t", "", {("fake", "only"): RouteRule("fake", "only", "", (rule,))})


def found(kind: type, rules: RuleBook | None = None) -> list[str]:
    return [f"{fault.id} {fault.msg}" for fault in faults(kind, rules or book())]


def broken(**changed: Any) -> type:
    return type("Broken", (Sound,), changed)


def test_it_finds_nothing_wrong_with_a_sound_kind():
    assert found(Sound) == []
    assert staged(Sound, book()) == {"review"}


def test_it_finds_nothing_wrong_with_our_own_kinds():
    assert check_procedures() == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"RESTING": frozenset()}, "procedure.E001 fake: state draft"),
        ({"FINAL": frozenset({"done", "review"})}, "procedure.E001 fake: state review"),
        ({"FINAL": frozenset({"done", "draft"})}, "procedure.E001 fake: state draft"),
        ({"STEPS": Sound.STEPS[:1]}, "procedure.E002 fake: state review has no way out"),
        (
            {"STEPS": (*Sound.STEPS, step("x", "review", "done", article=""))},
            "procedure.E007 fake: x names no article",
        ),
        ({"OPENING": replace(Sound.OPENING, article="")}, "procedure.E007 fake: draft names no article"),
        (
            {"STEPS": (Sound.STEPS[0], step("decide", "review", "done", parameters=("reason",)))},
            "procedure.E006",
        ),
        (
            {"OPENING": replace(Sound.OPENING, parameters=("entry",))},
            "procedure.E006 fake: draft takes ['entry']",
        ),
    ],
)
def test_it_finds_a_broken_kind(changed, said):
    assert [fault for fault in found(broken(**changed)) if fault.startswith(said)]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"stage": "limbo"}, "procedure.E003 fake: stage limbo of route only is no state"),
        ({"holder": "nobody"}, "procedure.E004 fake: stage review: nobody resolves holder nobody"),
        ({"expires_by": "lapse"}, "procedure.E005 fake: stage review names an unknown step of the clock"),
    ],
)
def test_it_finds_a_broken_rule(changed, said):
    assert said in found(Sound, book(**changed))


def test_it_finds_a_form_with_a_field_that_the_step_does_not_take():
    class Surplus(particulars.Particulars):
        reason = forms.CharField()

    particulars.FORMS["fake", "decide"] = Surplus
    try:
        assert found(Sound) == ["procedure.E006 fake: decide takes [], its form has ['reason']"]
    finally:
        del particulars.FORMS["fake", "decide"]


def test_it_asks_no_form_of_the_clock():
    lapse = step("lapse", "review", "done", by=policy.the_clock, parameters=("why",))
    assert found(broken(STEPS=(*Sound.STEPS, lapse)), book(expires_by="lapse")) == []

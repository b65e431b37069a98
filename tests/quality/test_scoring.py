"""The score is its formula: parts between 0 and 1, weights scaled over what applies (art. 38)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality import scoring
from quality.scoring import Part, Score
from quality.staleness import Freshness
from tests.quality.conftest import IssuePages, IssueRest, reported, step

PROFILE = {"rows": 10, "columns": {"a": {"nulls": 0}, "b": {"nulls": 5}}}
shares = st.one_of(st.none(), st.floats(0, 1))


def fresh(cycle: str, due: date | None) -> Freshness:
    return Freshness(cycle, date(2026, 11, 1), due, date(2026, 11, 23))


def test_it_counts_filled_cells():
    assert scoring.completeness(PROFILE) == 0.75
    assert scoring.completeness({"rows": 0, "columns": {"a": {"nulls": 0}}}) == 1
    assert scoring.completeness({}) is None


def test_it_counts_rows_that_their_key_names_alone():
    assert scoring.uniqueness(PROFILE | {"key": {"nulls": 1, "duplicates": 2}}) == 0.7
    assert scoring.uniqueness(PROFILE) is None


@pytest.mark.parametrize(
    ("due", "share"),
    [(date(2026, 11, 23), 1), (date(2026, 11, 16), 0), (date(2026, 11, 20), 4 / 7), (None, None)],
)
def test_it_falls_to_nothing_over_one_cycle(due, share):
    assert scoring.timeliness(fresh("weekly", due)) == (None if share is None else pytest.approx(share))


@given(completeness=shares, uniqueness=shares, timeliness=shares, faults=st.integers(0, 99))
def test_it_lies_between_the_worst_and_the_best_part(completeness, uniqueness, timeliness, faults):
    said = {
        "completeness": completeness,
        "uniqueness": uniqueness,
        "timeliness": timeliness,
        "reliability": scoring.reliability(faults),
    }
    score = Score(tuple(Part(name, said[name], weight) for name, weight in scoring.WEIGHTS.items()))
    known = [100 * share for share in said.values() if share is not None]
    assert round(min(known)) <= score.value <= round(max(known))


@pytest.mark.article("38", "40")
def test_it_falls_with_each_fault_that_is_not_dismissed(world, resource):
    assert scoring.faults_of(resource) == 0
    issue = reported(world, resource)
    assert scoring.faults_of(resource) == 1
    issue = step(world, issue, "dismiss", "stella", ground="correct", explanation="一致")
    step(world, issue, "accept_answer", "alice")
    assert scoring.faults_of(resource) == 0


def test_it_shows_the_report_in_both_doors_values_only_to_the_provider(world, resource):
    address = f"/quality/entries/{world.entry.code}/"
    own = IssuePages(world.cast.stella).client.get(address).content.decode()
    other = IssuePages(world.cast.alice).client.get(address).content.decode()
    assert "regcap0 <span" in own
    assert "regcap0" not in other
    data = IssueRest(world.cast.alice).client.get(f"/api/v1{address}").json()
    assert data["score"] == data["resources"][0]["score"] == 100
    assert [column["low"] for column in data["resources"][0]["columns"]] == [""] * 5


def test_it_says_when_nothing_is_mounted(world):
    page = IssuePages(world.cast.alice).client.get(f"/quality/entries/{world.entry.code}/")
    assert "该目录尚未挂接数据" in page.content.decode()

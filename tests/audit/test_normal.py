"""The same facts give the same JSON."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from django.utils.translation import gettext_lazy, override
from hypothesis import given
from hypothesis import strategies as st

from audit.models import Entry, Purpose
from audit.normal import plain
from organizations.models import Division, Organization

SHANGHAI = timezone(timedelta(hours=8))
PLAIN = [
    (date(2026, 11, 23), "2026-11-23"),
    (datetime(2026, 11, 23, 8, tzinfo=SHANGHAI), "2026-11-23T00:00:00+00:00"),
    (datetime(2026, 11, 23, tzinfo=UTC), "2026-11-23T00:00:00+00:00"),
    (timedelta(minutes=1), 60.0),
    (Decimal("1.10"), "1.10"),
    (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
    (Purpose.SEAL, "seal"),
    ({"b", "a"}, ["a", "b"]),
    (("a", None, True), ["a", None, True]),
    ({1: {"x": date(2026, 1, 1)}}, {"1": {"x": "2026-01-01"}}),
    (Organization(code="GX-HR"), "GX-HR"),
    (Division(code="450100"), "450100"),
    (Entry(pk=7), "entry:7"),
    ("a\x00b\ud800", "a\ufffdb\ufffd"),
]


@pytest.mark.parametrize(("value", "expected"), PLAIN)
def test_it_has_one_form_for_each_kind(value, expected):
    assert plain(value) == expected


def test_it_speaks_no_language():
    with override("zh-hans"):
        assert plain(gettext_lazy("Trail")) == "Trail"


@pytest.mark.parametrize("value", [object(), b"bytes", lambda: None])
def test_it_refuses_what_has_no_plain_form(value):
    with pytest.raises(TypeError):
        plain({"a": value})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), datetime(2026, 1, 1), list(range(1001))])  # noqa: DTZ001
def test_it_refuses_what_would_mean_nothing(value):
    with pytest.raises(ValueError, match="trail"):
        plain(value)


def test_it_refuses_a_bottomless_value():
    value: list = []
    for _ in range(20):
        value = [value]
    with pytest.raises(ValueError, match="nests"):
        plain(value)


def test_it_cuts_long_text_and_keeps_its_digest():
    kept = plain("长" * 10_000)
    assert len(kept) < 4_200
    assert "10000 characters, sha256 " in kept
    assert kept == plain("长" * 10_000)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=50),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
def test_it_is_done_after_once(value):
    assert plain(plain(value)) == plain(value)

"""Text is stored as it was written and shown escaped, on every page and in every language (art. 5)."""

import json
from html import unescape

import pytest
import time_machine

from sharing.law import State
from sharing.models import ShareRequest
from tests.procedure.doors import Pages, Rest
from tests.sharing.requests import ASKED, FIELDS

MARKUP = """<script>alert("1")</script><img src=x onerror='x'>&amp; {{ x }} {% y %} %(z)s %s"""
ASTRAL = "社保系统 𠮷𠀋 😀👨‍👩‍👧 \u202e"
TEXTS = ("purpose", "legal_basis", "system")
PAGES = ["/cases/{}/", "/cases/{}/trail/", "/cases/{}/steps/withdraw/", "/cases/{}/steps/decline/"]


@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel("2026-11-23T02:00:00+08:00", tick=False):
        yield


@pytest.fixture(params=[MARKUP, ASTRAL], ids=["markup", "astral"])
def text(request) -> str:
    return request.param


def shown(user, case, text: str) -> list[bool]:
    """For every page of the case: whether the text stands there once unescaped."""
    answers = [Pages(user).client.get(place.format(case.number)) for place in PAGES]
    pages = [answer.content.decode() for answer in answers if answer.status_code == 200]
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    return [text in unescape(page) for page in pages]


@pytest.mark.parametrize("door", [Pages, Rest])
def test_it_stores_what_was_written(world, door, text):
    door(world.cast.alice).draft(**ASKED | dict.fromkeys(TEXTS, text), entry=world.entry)
    request = ShareRequest.objects.get()
    assert [getattr(request, name) for name in TEXTS] == [text] * 3


def test_it_shows_what_is_asked_as_text(world, text):
    request = world.step(world.draft(**dict.fromkeys(TEXTS, text)), "submit", "alice")
    request = world.step(request, "approve", "betty", opinion=text)
    assert all(shown(world.cast.alice, request, text))
    assert all(shown(world.cast.bob, request, text))
    assert Rest(world.cast.bob).read(request).json()["particulars"]["purpose"] == text


def test_it_shows_the_answer_as_text(world, text):
    request = world.bring_to(State.PROVIDER_REVIEW)
    request = world.step(request, "agree", "bob", fields=FIELDS[:1], conditions=text, basis=text)
    request = world.step(request, "reply", "betty")
    assert all(shown(world.cast.alice, request, text))
    assert Rest(world.cast.alice).read(request).json()["particulars"]["conditions"] == text


@pytest.mark.parametrize("step", ["refuse", "withdraw"])
def test_it_shows_reasons_as_text(world, step, text):
    request = world.bring_to(State.CONFORMANCE_REVIEW)
    told = {"refuse": {"ground": "purpose", "basis": text}, "withdraw": {"reason": text}}[step]
    request = world.step(request, step, {"refuse": "betty", "withdraw": "alice"}[step], **told)
    assert all(shown(world.cast.alice, request, text))
    timeline = Rest(world.cast.alice).client.get(f"/api/v1/sharing/requests/{request.number}/timeline/")
    assert text in json.loads(timeline.content)[0]["sentence"]


def test_it_shows_a_refused_form_as_it_was_typed(world, text):
    page = Pages(world.cast.alice).draft(
        **ASKED | dict.fromkeys(TEXTS, text) | {"fields": [text]}, entry=world.entry
    )
    assert page.status_code == 422
    assert "<script>alert" not in page.content.decode()
    assert text in unescape(page.content.decode())

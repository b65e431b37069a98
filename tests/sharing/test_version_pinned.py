"""A request keeps the version of the entry that it was made for, and tells of changes (art. 21, 29)."""

from dataclasses import replace

import pytest
import time_machine

from catalog.drafting import compose, fields
from delivery.models import Grant
from sharing.law import State
from tests.procedure.doors import Pages, Rest
from tests.sharing.requests import ENTERPRISES, FIELDS, World

NOTE = {"zh-hans": "申请之后目录有变更", "en": "The entry has changed since this request was made"}


@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel("2026-11-23T02:00:00+08:00", tick=False):
        yield


def publish_second_version(world: World) -> None:
    """The entry loses a field and gets another name."""
    fewer = tuple(field for field in ENTERPRISES.fields if field.name != "regcap")
    stated = replace(ENTERPRISES, name="企业登记信息（新）", fields=fewer)
    version = compose(stated, world.entry, number=2)
    version.save()
    for field in fields(stated, version, {}):
        field.save()
    type(version).objects.filter(pk=version.pk).update(published_at=world.entry.published_at)
    world.entry.current = version
    world.entry.save()


@pytest.mark.article("21")
def test_it_pins_the_version_that_was_asked_for(world):
    request = world.bring_to(State.PROVIDER_REVIEW)
    publish_second_version(world)
    case = Rest(world.cast.bob).read(request).json()
    assert (case["title"], case["particulars"]["entry_version"]) == ("企业登记基本信息", 1)
    assert case["particulars"]["fields"] == FIELDS


@pytest.mark.parametrize("language", NOTE)
def test_it_shows_the_note_only_once_the_entry_has_changed(world, language):
    request = world.bring_to(State.PROVIDER_REVIEW)
    pages = Pages(world.cast.bob, language)
    assert NOTE[language] not in pages.read(request).content.decode()
    publish_second_version(world)
    assert NOTE[language] in pages.read(request).content.decode()


@pytest.mark.article("29(3)", "44")
def test_it_is_answered_and_granted_for_the_pinned_version(world):
    request = world.bring_to(State.PROVIDER_REVIEW)
    publish_second_version(world)
    told = {"fields": FIELDS[:2], "basis": "注册资本已不在目录中"}
    assert Rest(world.cast.bob).take(request, "agree", **told).status_code == 200
    request.refresh_from_db(fields=["version"])
    assert Pages(world.cast.betty).take(request, "reply").status_code == 302
    grant = Grant.objects.get(case=request)
    assert (grant.entry_version.number, grant.fields) == (1, FIELDS[:2])


def test_it_takes_the_new_version_for_a_new_request(world):
    publish_second_version(world)
    refused = Rest(world.cast.alice).draft(entry=world.entry, **asked(FIELDS))
    assert refused.json()["errors"][0]["code"] == "invalid_choice"
    made = Rest(world.cast.alice).draft(entry=world.entry, **asked(FIELDS[:2]))
    assert made.json()["particulars"]["entry_version"] == 2


def test_it_is_changed_within_what_is_left_of_its_own_version_as_a_draft(world):
    request = world.draft()
    publish_second_version(world)
    assert Rest(world.cast.alice).take(request, "amend", **asked(["regcap"])).status_code == 422
    assert Rest(world.cast.alice).take(request, "amend", **asked(["regstate"])).status_code == 200
    said = Rest(world.cast.alice).read(request).json()["particulars"]
    assert (said["fields"], said["entry_version"]) == (["regstate"], 1)


def asked(names: list[str]) -> dict[str, object]:
    return {
        "fields": names,
        "purpose": "核验",
        "legal_basis": "《社会保险法》",
        "system": "社保系统",
        "mode": "api",
        "until": "2027-12-31",
    }

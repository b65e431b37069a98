"""Wrong answers: no refusal without ground and basis, at the form, the engine or the table (29(2), 29(3))."""

import pytest
import time_machine
from django.db import IntegrityError, transaction

from audit.trail import Entry
from sharing.law import State
from sharing.models import ShareRequest
from tests.procedure.doors import DOORS, Pages, Rest
from tests.sharing.requests import FIELDS

GROUND = {"ground": "law", "basis": "《统计法》第九条"}
BAD = {
    "decline without a ground": ("decline", "bob", {"basis": "不便提供"}, "ground", "required"),
    "decline without a basis": ("decline", "bob", {"ground": "law"}, "basis", "required"),
    "decline with an empty basis": ("decline", "bob", GROUND | {"basis": " \n\u3000"}, "basis", "required"),
    "decline with an unlisted ground": (
        "decline",
        "bob",
        GROUND | {"ground": "mood"},
        "ground",
        "invalid_choice",
    ),
    "decline with the Bureau's ground": (
        "decline",
        "bob",
        GROUND | {"ground": "fields"},
        "ground",
        "invalid_choice",
    ),
    "decline with a long basis": ("decline", "bob", GROUND | {"basis": "x" * 2001}, "basis", "max_length"),
    "agree to nothing": ("agree", "bob", {"fields": []}, "fields", "required"),
    "agree in part without a basis": ("agree", "bob", {"fields": FIELDS[:1]}, "basis", "basis_missing"),
    "agree to what was not asked": (
        "agree",
        "bob",
        {"fields": [*FIELDS, "regstate"]},
        "fields",
        "invalid_choice",
    ),
    "refuse without a ground": ("refuse", "betty", {"basis": "重复"}, "ground", "required"),
    "refuse without a reason": ("refuse", "betty", {"ground": "duplicate"}, "basis", "required"),
    "refuse with the provider's ground": ("refuse", "betty", GROUND, "ground", "invalid_choice"),
    "withdraw without a reason": ("withdraw", "alice", {"reason": "\t"}, "reason", "required"),
}
STAGE = {"decline": State.PROVIDER_REVIEW, "agree": State.PROVIDER_REVIEW}


@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel("2026-11-23T02:00:00+08:00", tick=False):
        yield


@pytest.mark.article("29(2)", "29(3)")
@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("door", DOORS)
def test_it_refuses_the_form_and_moves_nothing(world, bad, door):
    step, who, particulars, field, code = BAD[bad]
    request = world.bring_to(STAGE.get(step, State.CONFORMANCE_REVIEW))
    entries = Entry.objects.of_case(request.number).count()
    answer = DOORS[door](getattr(world.cast, who)).take(request, step, **particulars)
    assert answer.status_code == 422
    if door == "rest":
        assert (field, code) in {(error["field"], error["code"]) for error in answer.json()["errors"]}
    else:
        assert code in {error.code for error in answer.context["form"].errors.as_data()[field]}
    assert ShareRequest.objects.get().version == request.version
    assert Entry.objects.of_case(request.number).count() == entries


@pytest.mark.article("29(3)")
@pytest.mark.parametrize(("language", "said"), [("zh-hans", "第 29 条（三）"), ("en", "29(3)")])
def test_it_names_the_article_when_fields_are_left_out_without_a_basis(world, language, said):
    request = world.bring_to(State.PROVIDER_REVIEW)
    by_rest = Rest(world.cast.bob, language).take(request, "agree", fields=FIELDS[:1]).json()
    by_page = Pages(world.cast.bob, language).take(request, "agree", fields=FIELDS[:1])
    assert by_rest["article"] == "29(3)"
    assert said in by_rest["errors"][0]["detail"]
    assert by_rest["errors"][0]["detail"] in by_page.content.decode()


@pytest.mark.article("29(3)")
def test_it_needs_no_basis_when_everything_is_agreed(world):
    request = world.bring_to(State.PROVIDER_REVIEW)
    assert Rest(world.cast.bob).take(request, "agree", fields=FIELDS[::-1]).status_code == 200
    request = ShareRequest.objects.get()
    assert (request.answer, request.agreed_fields, request.refused_fields) == ("agreed", FIELDS, [])


@pytest.mark.article("29(3)")
@pytest.mark.parametrize(
    ("step", "particulars", "constraint"),
    [
        ("decline", {"ground": "", "basis": ""}, "no_refusal_without_ground_and_basis"),
        ("decline", {"ground": "law", "basis": ""}, "ground_and_basis_together"),
        ("decline", {"ground": "", "basis": "不便"}, "ground_and_basis_together"),
        ("agree", {"fields": FIELDS[:1], "basis": ""}, "no_partial_agreement_without_basis"),
        ("agree", {"fields": ["penalty"], "basis": "全部"}, "agreed_fields_were_asked_for"),
        ("agree", {"fields": [], "basis": "无"}, "agreement_names_fields"),
    ],
)
def test_it_cannot_be_stored_even_past_the_form(world, step, particulars, constraint):
    request = world.bring_to(State.PROVIDER_REVIEW)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        world.step(request, step, "bob", **particulars)
    assert ShareRequest.objects.get().state == State.PROVIDER_REVIEW


@pytest.mark.article("29(2)")
@pytest.mark.parametrize(
    "particulars", [{"ground": "", "basis": "重复"}, {"ground": "duplicate", "basis": ""}]
)
def test_it_stores_no_refusal_of_the_bureau_without_ground_and_reason(world, particulars):
    request = world.bring_to(State.CONFORMANCE_REVIEW)
    with pytest.raises(IntegrityError, match="ground_and_basis_together"), transaction.atomic():
        world.step(request, "refuse", "betty", **particulars)

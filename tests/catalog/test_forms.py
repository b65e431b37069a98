"""What the form of an entry accepts, on the page and over REST."""

import pytest

from catalog.forms import EntryForm, form_from_json
from catalog.models import Entry
from catalog.particulars import EntryParticulars
from organizations.actors import Actor
from refusals.tree import Invalid
from tests.catalog.factories import FORM, JSON_FIELDS, TABLE, stated


@pytest.fixture
def steward(cast) -> Actor:
    return Actor.of(cast.stella)


def codes(form: EntryForm) -> dict[str, set[str]]:
    return {name: {error.code for error in errors} for name, errors in form.errors.as_data().items()}


def test_it_states_the_same_on_the_page_and_over_rest(steward):
    page = EntryForm(FORM | {"keywords": "执照、 企业，执照"}, actor=steward).cleaned()
    rest = form_from_json(FORM | {"keywords": ["执照", "企业"], "fields": JSON_FIELDS}, steward).cleaned()
    page["stated"]["fields"][0]["description"] = ""
    page["stated"]["fields"][1]["length"] = None
    assert page == rest


@pytest.mark.article("1")
def test_it_refuses_a_state_secret_and_stores_nothing(steward):
    form = EntryForm(FORM | {"secrecy": "secret"}, actor=steward)
    with pytest.raises(Invalid) as refusal:
        form.cleaned()
    assert refusal.value.article == "1"
    assert refusal.value.errors[0].field == "secrecy"
    assert not Entry.objects.exists()


@pytest.mark.article("1")
def test_it_wants_secrecy_declared(steward):
    assert codes(EntryForm(FORM | {"secrecy": ""}, actor=steward)) == {"secrecy": {"required"}}


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"share_condition": ""}, {"share_condition": {"required"}}),
        ({"share_type": "withheld", "share_mode": ""}, {"share_basis": {"required"}}),
        ({"share_mode": ""}, {"share_mode": {"required"}}),
        ({"open_type": "on_application"}, {"open_condition": {"required"}}),
        ({"listable": "on"}, {"open_basis": {"required"}}),
        ({"listable": "on", "open_type": "unconditional", "open_basis": "x"}, {"listable": {"not_closed"}}),
        ({"scanned": "on"}, {"digitized_on": {"required"}}),
        ({"category": "999999"}, {"category": {"invalid_choice"}}),
        ({"name": "x" * 201}, {"name": {"max_length"}}),
        ({"keywords": "、".join(map(str, range(21)))}, {"keywords": {"too_many"}}),
        ({"keywords": "长" * 41}, {"keywords": {"too_long"}}),
        ({"released_on": "2026-02-30"}, {"released_on": {"invalid"}}),
        ({"provider": "GX-HR"}, {"provider": {"invalid_choice"}}),
        ({"name": "a\x00"}, {"name": {"null_characters_not_allowed"}}),
        ({"fields": ""}, {"fields": {"required"}}),
        ({"fields": "\x00"}, {"fields": {"null_characters_not_allowed"}}),
        ({"fields": "x" * 200_001}, {"fields": {"too_long"}}),
        ({"fields": "a,b,text,unconditional,none,closed\n" * 501}, {"fields": {"too_many"}}),
    ],
)
def test_it_says_what_is_wrong(steward, changed, wrong):
    assert codes(EntryForm(FORM | changed, actor=steward)) == wrong


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("a,甲,text,unconditional,personal,unconditional", "sensitive_open"),
        ("a,甲,text,withheld,none,on_application", "withheld_open"),
        ("1a,甲,text,unconditional,none,closed", "plain_name"),
        ("a,甲,blob,unconditional,none,closed", "invalid_choice"),
        ("a,,text,unconditional,none,closed", "required"),
        ("a,甲,string(99999999999),unconditional,none,closed", "invalid_choice"),
        ("a,甲,text,unconditional,none,closed,,NOBODY", "unknown_organization"),
        ("a,甲,text,unconditional,none,closed\na,乙,text,unconditional,none,closed", "repeated"),
    ],
)
def test_it_checks_each_row(steward, row, code):
    more = {"share_basis": "法", "open_condition": "科研"}
    assert code in codes(EntryForm(FORM | more | {"fields": row}, actor=steward))["fields"]


@pytest.mark.article("19")
def test_it_reads_words_sizes_headings_and_sources(steward):
    table = 'name,title,type\na,甲,"decimal(12,2)",无条件共享,无,不开放,金额,GX-HR'
    (field,) = EntryForm(FORM | {"fields": table}, actor=steward).cleaned()["stated"]["fields"]
    assert (field["type"], field["length"], field["scale"]) == ("decimal", 12, 2)
    assert (field["share_type"], field["open_type"], field["source"]) == ("unconditional", "closed", "GX-HR")


def test_it_leaves_a_heading_out(steward):
    fields = EntryForm(FORM | {"fields": TABLE}, actor=steward).cleaned()["stated"]["fields"]
    assert [field["name"] for field in fields] == ["uniscid", "entname"]


def test_it_reads_back_what_it_stores():
    entry = stated()
    assert EntryParticulars.from_json(entry.as_json()) == entry

"""One form for pages and REST: what a JSON body may be, and how errors are named (art. 28)."""

from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from procedure.particulars import Particulars, article_of, errors_of, form_of, from_json, takes_many
from refusals.tree import Invalid


class Rows(forms.CharField):
    takes_many = True


class Told(Particulars):
    word = forms.CharField(max_length=10)
    day = forms.DateField(required=False)
    number = forms.IntegerField(required=False)
    share = forms.DecimalField(required=False)
    sure = forms.BooleanField(required=False)
    colour = forms.ChoiceField(choices=[("red", "red")], required=False)
    many = forms.MultipleChoiceField(choices=[("a", "a"), ("b", "b")], required=False)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("word") == "bad":
            raise ValidationError("bad word", code="bad", params={"article": "29(3)"})
        return self.cleaned_data


def refused(body: object) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refusal:
        from_json(Told, body).cleaned()
    return [(error.field, error.code) for error in refusal.value.errors]


def test_it_reads_every_json_type_that_fits():
    body = {"word": "yes", "number": 5, "share": 0.5, "sure": True, "many": ["a", "b"], "colour": None}
    cleaned = from_json(Told, body).cleaned()
    assert (cleaned["word"], cleaned["number"], str(cleaned["share"])) == ("yes", 5, "0.5")
    assert (cleaned["sure"], cleaned["many"], cleaned["colour"]) == (True, ["a", "b"], "")


def test_it_tells_false_null_and_absence_apart():
    assert from_json(Told, {"word": "x", "sure": False}).cleaned()["sure"] is False
    assert from_json(Told, {"word": "x", "day": None}).cleaned()["day"] is None
    assert refused({"word": None}) == refused({}) == [("word", "required")]


@pytest.mark.parametrize("body", [[], "text", 5, None, True, 1.5, [{"word": "x"}]])
def test_it_takes_nothing_but_an_object(body):
    assert refused(body) == [("", "not_an_object")]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[("word", value) for value in (5, True, ["x"], {"a": 1}, 1.5)],
        *[("day", value) for value in (20270101, ["2027-01-01"])],
        *[("number", value) for value in ("5", True, [5], {}, float("inf"), float("nan"))],
        *[("sure", value) for value in ("true", 1, 0, [True])],
        *[("many", value) for value in ("a", {"a": 1}, [1], [["a"]], [None], [True], 5)],
        ("colour", 5),
    ],
)
def test_it_refuses_a_wrong_type_by_name(name, value):
    assert refused({"word": "x", name: value}) == [(name, "wrong_type")]


def test_it_names_every_unknown_field_before_it_looks_at_the_rest():
    assert refused({"wrod": "x", "state": "granted"}) == [
        ("wrod", "unknown_field"),
        ("state", "unknown_field"),
    ]
    ((name, _),) = refused({"x" * 5000: 1})
    assert len(name) == 100


def test_it_names_every_wrong_field_in_the_order_of_the_form():
    assert refused({"colour": "blue", "day": "x", "word": "x" * 11, "many": ["c"]}) == [
        ("word", "max_length"),
        ("day", "invalid"),
        ("colour", "invalid_choice"),
        ("many", "invalid_choice"),
    ]


def test_it_gives_errors_of_the_whole_form_no_field_but_an_article():
    form = from_json(Told, {"word": "bad"})
    assert [(error.field, error.code) for error in errors_of(form)] == [("", "bad")]
    assert article_of(form) == "29(3)"
    with pytest.raises(Invalid) as refusal:
        form.cleaned()
    assert (refusal.value.article, refusal.value.status) == ("29(3)", 422)


def test_it_says_so_in_the_language_of_the_reader():
    sentences = []
    for language in ("zh-hans", "en"):
        with translation.override(language), pytest.raises(Invalid) as refusal:
            from_json(Told, {"word": 5})
        with translation.override(language):
            sentences.append(str(refusal.value.errors[0].sentence))
    assert sentences[0] != sentences[1]
    assert "JSON" in sentences[0]


def test_it_takes_an_empty_object_for_an_act_without_particulars():
    assert form_of("share_request", "submit") is Particulars
    assert from_json(Particulars, {}).cleaned() == {}
    with pytest.raises(Invalid):
        from_json(Particulars, {"reason": "x"})


def test_it_knows_which_fields_take_lists():
    assert [takes_many(field) for field in (Rows(), forms.CharField(), forms.MultipleChoiceField())] == [
        True, False, True,
    ]  # fmt: skip

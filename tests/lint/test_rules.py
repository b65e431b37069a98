"""Each rule of the project's own lint: what it refuses, and what it lets pass."""

import ast
from pathlib import PurePosixPath

import pytest

from lint import rules
from lint.rules import Module

STEPS = frozenset({"agree", "submit"})


def broken(rule: rules.Rule, text: str, path: str = "sharing/models.py") -> list[str]:
    """The numbers of the rules that the text breaks, as `line:number`."""
    module = Module(PurePosixPath(path), text, ast.parse(text), STEPS)
    return [f"{line}:{sentence.partition(' ')[0]}" for line, sentence in rule(module)]


@pytest.mark.parametrize(
    "text",
    [
        "case.state = 'granted'",
        "case.state: str = 'granted'",
        "ShareRequest.objects.create(state='granted')",
        "rows.filter(pk=1).update(state='granted')",
    ],
)
def test_it_refuses_to_write_a_state(text):
    assert broken(rules.states_move_by_steps, text) == ["1:G001"]


@pytest.mark.parametrize("text", ["state = 'draft'", "rows.filter(state='draft')", "case.title = 'x'"])
def test_it_lets_a_state_be_read(text):
    assert broken(rules.states_move_by_steps, text) == []


def test_it_refuses_to_call_a_step():
    assert broken(rules.steps_go_through_the_engine, "x = 1\nrequest.agree(fields=[])") == ["2:G002"]


@pytest.mark.parametrize("text", ["take(request, 'agree', actor=a, seen=1)", "request.withdraw()", "agree()"])
def test_it_lets_the_engine_take_a_step(text):
    assert broken(rules.steps_go_through_the_engine, text) == []


def test_it_refuses_an_f_string_in_gettext():
    assert broken(rules.sentences_are_whole, "_(f'Hello {name}')") == ["1:G003"]
    assert broken(rules.sentences_are_whole, "gettext_lazy(f'Hello {name}')") == ["1:G003"]
    assert broken(rules.sentences_are_whole, "_('Hello %(name)s') % {'name': name}") == []


@pytest.mark.parametrize("text", ["timezone.now()", "datetime.now()", "date.today()", "timezone.localdate()"])
def test_it_refuses_to_read_the_time_elsewhere(text):
    assert broken(rules.one_clock, text) == ["1:G004"]


def test_it_lets_the_clock_read_the_time():
    assert broken(rules.one_clock, "timezone.now()", "workdays/clock.py") == []
    assert broken(rules.one_clock, "clock.now()") == []
    assert broken(rules.one_clock, "date.today()", "tests/sharing/test_region.py") == []


@pytest.mark.parametrize("name", ["utils", "helpers", "services", "selectors", "misc"])
def test_it_refuses_names_that_say_nothing(name):
    assert broken(rules.modules_are_named_for_what_they_hold, "", f"sharing/{name}.py") == ["1:G005"]


def test_it_refuses_long_files_and_long_functions():
    long_file = "x = 1\n" * (rules.LONGEST_FILE + 1)
    long_function = "def f():\n" + "    x = 1\n" * rules.LONGEST_FUNCTION
    assert broken(rules.short_enough_to_read, long_file) == ["1:G006"]
    assert broken(rules.short_enough_to_read, long_function) == ["1:G007"]
    assert broken(rules.short_enough_to_read, "x = 1\n" * rules.LONGEST_FILE) == []


def test_it_gives_each_rule_its_reason():
    assert [rule.__name__ for rule in rules.RULES if not rule.__doc__] == []

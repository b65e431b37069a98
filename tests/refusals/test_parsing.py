"""What a JSON body must not be."""

import json

import pytest

ADDRESS = "/api/v1/door/echoes/"
DEEP = "[" * 40 + "]" * 40
BOTTOMLESS = "[" * 100_000
BROKEN = [
    ("{", "not_json"),
    ("", "malformed"),
    ("{'a': 1}", "not_json"),
    ('{"a": NaN}', "no_number"),
    ('{"a": -Infinity}', "no_number"),
    ('{"a": 1e999}', "no_number"),
    ('{"a": 1, "a": 2}', "named_twice"),
    ('{"a": "\\u0000"}', "no_text"),
    ('{"\\u0000": 1}', "no_text"),
    ('{"a": ["\\ud800"]}', "no_text"),
    ('"a\x00"', "not_json"),
    ("9" * 5000, "not_json"),
    (DEEP, "too_deep"),
    (BOTTOMLESS, "too_deep"),
]


@pytest.mark.parametrize(("body", "code"), [pair for pair in BROKEN if pair[0]])
def test_it_refuses_broken_json(problem, body, code):
    told = problem(ADDRESS, method="post", status=400, data=body, content_type="application/json")
    assert told["code"] == code


def test_it_refuses_bytes_that_are_not_utf_8(problem):
    told = problem(ADDRESS, method="post", status=400, data=b'"\xff"', content_type="application/json")
    assert told["code"] == "not_json"


def test_it_refuses_a_body_that_is_too_large(problem, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    told = problem(
        ADDRESS, method="post", status=413, data='"' + "a" * 100 + '"', content_type="application/json"
    )
    assert told["code"] == "too_large"


def test_it_reads_everything_else(client):
    sent = {"字段": [1, -2.5, True, None, "\\u0000", "😀"], "b": {"c": {}}}
    response = client.post(ADDRESS, json.dumps(sent), content_type="application/json")
    assert response.json() == sent

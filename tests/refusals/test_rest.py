"""How programs are told no."""

import json

import pytest

TREE = [
    ("refusal", 400, "refused"),
    ("invalid", 422, "invalid"),
    ("forbidden", 403, "forbidden"),
    ("not-found", 404, "not_found"),
    ("conflict", 409, "conflict"),
    ("gone", 410, "gone"),
    ("precondition", 428, "precondition_required"),
    ("try-again", 503, "try_again"),
    ("http404", 404, "not_found"),
    ("denied", 403, "forbidden"),
    ("suspicious", 400, "malformed"),
    ("too-big", 413, "too_large"),
    ("throttled", 429, "throttled"),
]


@pytest.mark.parametrize("where", ["refuses", "page"])
@pytest.mark.parametrize(("what", "status", "code"), TREE)
def test_it_tells_every_refusal_as_a_problem(problem, where, what, status, code):
    body = problem(f"/api/v1/door/{where}/{what}/", status=status)
    assert body["code"] == code
    assert body["title"]
    assert body["detail"]
    assert "internal" not in json.dumps(body, default=str)
    assert "matches" not in body["detail"]


def test_it_names_the_article_and_the_fields(problem):
    body = problem("/api/v1/door/refuses/invalid/", status=422)
    assert body["article"] == "29(1)"
    assert body["errors"] == [{"field": "purpose", "code": "required", "detail": "Say what for."}]


def test_it_says_when_to_come_back(problem):
    assert problem("/api/v1/door/refuses/throttled/", status=429)["headers"]["Retry-After"] == "8"
    assert problem("/api/v1/door/refuses/try-again/", status=503)["headers"]["Retry-After"] == "5"


def test_it_says_so_to_whoever_asks_too_often(client, problem, unthrottled):
    client.post("/api/v1/door/throttled/", {}, content_type="application/json")
    body = problem("/api/v1/door/throttled/", method="post", status=429, content_type="application/json")
    assert int(body["headers"]["Retry-After"]) > 0


def test_it_lists_what_is_wrong_with_dotted_paths(problem):
    sent = {"fields_asked": [{"name": "ok"}, {"name": "too long", "share": "perhaps"}]}
    body = problem(
        "/api/v1/door/takes/", method="post", status=422, data=sent, content_type="application/json"
    )
    assert [(e["field"], e["code"]) for e in body["errors"]] == [
        ("purpose", "required"),
        ("fields_asked.1.name", "max_length"),
        ("fields_asked.1.share", "invalid_choice"),
    ]


def test_it_blames_the_whole_without_a_name(problem):
    sent = {"purpose": "none", "fields_asked": []}
    body = problem(
        "/api/v1/door/takes/", method="post", status=422, data=sent, content_type="application/json"
    )
    assert body["errors"] == [{"field": "", "code": "purpose", "detail": "Say what for."}]


def test_it_asks_strangers_to_sign_in(problem, db):
    body = problem("/api/v1/door/people/", status=401)
    assert body["code"] == "not_authenticated"
    assert body["headers"]["WWW-Authenticate"].startswith("Bearer")


def test_it_refuses_a_wrong_token_as_unauthenticated(client, db):
    response = client.get("/api/v1/door/people/", headers={"authorization": "Bearer wrong"})
    assert response.status_code == 401
    assert response.json()["code"] == "authentication_failed"


def test_it_tells_people_without_the_post_that_they_may_not(client, django_user_model, db):
    client.force_login(
        django_user_model.objects.create_user("charlie", name="Charlie"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    response = client.get("/api/v1/door/people/")
    assert response.status_code == 403
    assert response.json()["code"] == "forbidden"


def test_it_tells_the_methods_that_are_offered(problem):
    body = problem("/api/v1/door/takes/", status=405)
    assert body["code"] == "method_not_allowed"
    assert "POST" in body["headers"]["Allow"]


def test_it_refuses_a_body_of_another_kind(problem):
    body = problem("/api/v1/door/takes/", method="post", status=415, data="a", content_type="text/csv")
    assert body["code"] == "unsupported_media_type"


def test_it_answers_unknown_addresses_as_a_problem(problem, db):
    assert problem("/api/v1/nothing/here/", status=404)["code"] == "not_found"


def test_it_keeps_its_faults_to_itself(calm):
    response = calm.get("/api/v1/door/refuses/fault/")
    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")
    assert response.json()["code"] == "unexpected"
    assert "secret" not in response.content.decode()


def test_it_speaks_chinese_by_default(client):
    body = client.get("/api/v1/door/refuses/conflict/").json()
    assert body["title"] == "办理进度已变化"

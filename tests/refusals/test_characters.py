"""NUL, which PostgreSQL cannot store, is refused at the door."""

import pytest

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("address", ["/door/echoes/?q=a%00b", "/door/echoes/?a%00b=1", "/door/ec%00hoes/"])
def test_it_refuses_nul_in_addresses(client, db, address):
    response = client.get(address)
    assert response.status_code == 400
    assert "空字符" in response.content.decode()


def test_it_tells_programs_so(problem):
    assert problem("/api/v1/door/rows/?case=%00", status=400)["code"] == "nul"


def test_it_answers_in_the_sender_s_language(client, db):
    page = client.get("/door/echoes/?q=%00", headers={"accept-language": "en"}).content.decode()
    assert "NUL character" in page


@pytest.mark.parametrize("body", ["q=a%00b", "a%00b=1"])
def test_it_refuses_nul_in_forms(client, db, body):
    assert client.post("/door/echoes/", body, content_type=FORM).status_code == 400


def test_it_refuses_nul_in_uploads(client, db):
    assert client.post("/door/echoes/", {"q": "a\x00b"}).status_code == 400


def test_it_refuses_nul_in_cookies(client, db):
    response = client.get("/door/echoes/", headers={"cookie": 'sessionid="a\\000b"'})
    assert response.status_code == 400


def test_it_lets_everything_else_through(client, db):
    assert client.post("/door/echoes/?q=甲", {"r": "乙"}).content.decode() == "甲 乙"


def test_it_refuses_forms_that_are_too_large(client, db, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    response = client.post("/door/echoes/", "q=" + "a" * 20, content_type=FORM)
    assert response.status_code == 413
    assert "过大" in response.content.decode()


def test_it_refuses_forms_with_too_many_fields(client, db, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    assert client.post("/door/echoes/", "a=1&b=2&c=3", content_type=FORM).status_code == 400

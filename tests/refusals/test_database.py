"""What the database could not do, told as something that passes or can be corrected."""

import pytest


@pytest.mark.parametrize("where", ["/door/queries", "/api/v1/door/queries"])
@pytest.mark.parametrize("what", ["canceled", "locked", "deadlock"])
def test_it_asks_to_try_again(client, db, where, what):
    response = client.get(f"{where}/{what}/")
    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert "secret" not in response.content.decode()


@pytest.mark.parametrize("where", ["/door/queries", "/api/v1/door/queries"])
@pytest.mark.parametrize("what", ["nul", "nul-in-json", "surrogate", "too-large"])
def test_it_refuses_values_that_cannot_be_stored(client, db, where, what):
    response = client.get(f"{where}/{what}/")
    assert response.status_code == 422
    assert "99999999999" not in response.content.decode()


def test_it_does_not_take_other_value_errors_for_the_sender_s(calm, monkeypatch, db):
    monkeypatch.setitem(__import__("tests.refusals.door", fromlist=["RAISED"]).RAISED, "fault", ValueError)
    assert calm.get("/api/v1/door/refuses/fault/").status_code == 500

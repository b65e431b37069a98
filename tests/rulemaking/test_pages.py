"""The pages of city procedures: the picture before it is published, drafts, history (art. 31)."""

import pytest

from rulemaking.models import CityProcedure
from tests.procedure.doors import Pages
from tests.rulemaking.desk import FULL, NANNING, SHORT, TUESDAY, today

PAGE = f"/city-procedures/{NANNING}/"
TYPED = SHORT | {"in_force": TUESDAY.isoformat(), "replaces": "0"}


@pytest.fixture
def client(desk):
    return Pages(desk.world.cast.nina).client


def test_it_shows_the_picture_before_anything_is_published(desk, client):
    answer = client.post(f"{PAGE}write/", FULL | TYPED)
    text = answer.content.decode()
    assert (answer.status_code, CityProcedure.objects.count()) == (200, 0)
    [flow] = answer.context["flows"]
    assert [box.label for box in flow.boxes] == ["市级审查", "提供部门审核", "反馈答复"]
    assert flow.sentence == "从提交到答复最多 4 个工作日，共 3 个环节。"
    for said in ('<ol class="flow">', "前后对照", "现行：默认程序", flow.sentence, "宾阳县市场监督管理局"):
        assert said in text


def test_it_goes_back_to_the_form_with_what_was_typed(client):
    answer = client.post(f"{PAGE}write/", TYPED | {"edit": "1"})
    assert 'value="南宁市政务数据共享办理程序"' in answer.content.decode()


def test_it_starts_from_the_default_and_then_from_the_version_in_force(desk, client):
    form = client.get(f"{PAGE}write/").context["form"]
    values = [form[f"{stage}_days"].value() for stage in ("city_review", "provider_review", "reply")]
    assert (values, form["replaces"].value(), form["draft_days"].value()) == ([2, 3, 2], 0, 30)
    desk.enact(provider_review_days=7, **today())
    form = client.get(f"{PAGE}write/").context["form"]
    assert (form["provider_review_days"].value(), form["city_review_days"].value()) == (7, None)
    assert (form["replaces"].value(), form["reason"].value()) == (1, None)


def test_it_keeps_a_draft_as_it_was_typed(client):
    typed = TYPED | {"provider_review_days": "zwei", "save": "1", "revision": "0"}
    assert client.post(f"{PAGE}write/", typed).status_code == 302
    draft = CityProcedure.objects.get()
    assert (draft.number, draft.arrangement["provider_review_days"]) == (None, "zwei")
    assert 'value="zwei"' in client.get(f"{PAGE}write/").content.decode()
    assert "继续编写草稿" in client.get(PAGE).content.decode()


def test_it_lets_nobody_overwrite_the_draft_of_a_colleague(client):
    for revision, status in (("0", 302), ("0", 409), ("x", 409), ("1", 302)):
        answer = client.post(f"{PAGE}write/", TYPED | {"save": "1", "revision": revision})
        assert answer.status_code == status
    assert CityProcedure.objects.get().revision == 2


def test_it_does_away_with_the_draft_when_the_version_is_published(client):
    client.post(f"{PAGE}write/", TYPED | {"save": "1", "revision": "0"})
    client.post(f"{PAGE}write/", TYPED | {"confirm": "1", "revision": "1"})
    assert [version.number for version in CityProcedure.objects.all()] == [1]


@pytest.mark.article("31")
def test_it_shows_departments_what_holds_and_every_version(desk):
    desk.enact(**today())
    desk.enact(provider_review_days=5, in_force="2026-12-01")
    text = Pages(desk.world.cast.nora).client.get(PAGE).content.decode()
    for said in ("现行：《南宁市政务数据共享办理程序》第 1 版", "第 2 版将于 2026-12-01 施行", "Nina"):
        assert said in text
    assert "编写新版本" not in text


def test_it_shows_one_version_with_what_it_changed(desk, client):
    desk.enact(**today())
    desk.enact(provider_review_days=5)
    answer = client.get(f"{PAGE}2/")
    changed = [(line.label, line.old, line.new) for line in answer.context["differences"] if line.differs]
    assert ("合计", "2 个工作日", "5 个工作日") in changed
    assert "撤回此版本" in answer.content.decode()
    assert "撤回此版本" not in client.get(f"{PAGE}1/").content.decode()


def test_it_shows_what_a_repeal_changes(desk, client):
    desk.enact(**today())
    typed = {"reason": "恢复。", "in_force": TUESDAY.isoformat(), "replaces": "1"}
    answer = client.post(f"{PAGE}repeal/", typed)
    assert "恢复默认程序" in answer.content.decode()
    assert client.post(f"{PAGE}repeal/", typed | {"reason": ""}).status_code == 422
    assert CityProcedure.objects.count() == 1


def test_it_leads_a_department_to_its_city_and_the_bureau_to_all(desk):
    assert Pages(desk.world.cast.nora).client.get("/city-procedures/").url == PAGE
    answer = Pages(desk.world.cast.betty).client.get("/city-procedures/")
    assert [city.pk for city, _line in answer.context["rows"]] == ["450100", "450200"]
    assert "市级程序" in answer.content.decode()


@pytest.mark.article("31")
def test_it_names_the_version_on_the_case_and_beside_its_dates(desk):
    desk.enact(**today())
    nora = Pages(desk.world.cast.nora).client
    request = desk.world.step(desk.ask(), "submit", "nora")
    text = nora.get(f"/cases/{request.number}/").content.decode()
    link = f'<a href="{PAGE}1/">《南宁市政务数据共享办理程序》第 1 版</a>'
    assert link in text
    assert "该期限为市级规定" in text
    (item,) = request.open_items()
    assert link in nora.get(f"/work/{item.pk}/explanation/").content.decode()
    told = nora.get(f"/api/v1/work-items/{item.pk}/explanation/").json()
    assert (told["term_source"], told["rule_set"]["city"], told["rule_set"]["version"]) == (
        "city",
        NANNING,
        1,
    )

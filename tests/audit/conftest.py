"""The trail's cast: an auditor of the Bureau, one of a department, and a handler who is no auditor."""

from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace

import pytest
from django.conf import settings as project
from django.db import connection, connections, transaction
from django.utils import translation

from audit import heads, sealing
from audit.signing import Signer, configured, made
from audit.trail import Entry, Snapshot, record
from organizations.models import Organization, Post, User

ALICE = Snapshot("alice", "甲", "GX-BUREAU", "自治区大数据发展局", "reviewer")
BOB = Snapshot("bob", "乙", "GX-HR", "自治区人力资源和社会保障厅", "handler", "丙")


@pytest.fixture(autouse=True)
def in_chinese() -> Iterator[None]:
    """A request in another language leaves it behind in the thread: each test starts in the default one."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture(autouse=True)
def plain_static_files(settings) -> None:
    """Pages name their style sheets without collecting them first."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def person(username: str, organization: Organization, post: str) -> User:
    user = User.objects.create_user(username, name=username)
    Post.objects.create(user=user, organization=organization, kind=post, starts=date(2020, 1, 1))
    return user


@pytest.fixture
def cast(db) -> SimpleNamespace:
    bureau = Organization.objects.create(code="GX-BUREAU", name="大数据局", tier="region", kind="authority")
    hr = Organization.objects.create(
        code="GX-HR", name="人社厅", tier="region", kind="department", authority=bureau
    )
    return SimpleNamespace(
        alice=person("alice", bureau, "auditor"),
        bob=person("bob", hr, "auditor"),
        charlie=person("charlie", bureau, "reviewer"),
    )


@pytest.fixture
def entries(db) -> list[Entry]:
    """Two acts on one case, by two organizations."""
    with transaction.atomic():
        return [
            record(
                "sharing.submit",
                actor=BOB,
                case="GX-SR-2026-000001",
                article="28",
                particulars={"fields": ["姓名"]},
            ),
            record(
                "sharing.agree",
                actor=ALICE,
                case="GX-SR-2026-000001",
                article="29(3)",
                after={"state": "reply"},
            ),
        ]


@pytest.fixture
def signed(settings) -> Signer:
    """The installation has a key of its own."""
    settings.AUDIT_SIGNING_KEY = made()
    return configured()


@pytest.fixture
def sealed(entries, signed) -> list[Entry]:
    """The two acts, sealed under a signed head."""
    sealing.seal()
    heads.sign(asked=True)
    return entries


@pytest.fixture
def as_owner(committed_db) -> Iterator[None]:
    """The portal works as the owner of the tables, for what no one else could do; commits are real."""
    usual = connection.settings_dict["USER"]
    connections.close_all()
    connection.settings_dict["USER"] = project.DATABASE_OWNER["USER"]
    yield
    connections.close_all()
    connection.settings_dict["USER"] = usual


@pytest.fixture
def owner(db):
    """The owner's own session in the test database, known as `owner`; nothing of it is committed."""
    session = connection.copy(alias="owner")
    session.settings_dict |= {name: project.DATABASE_OWNER[name] for name in ("USER", "PASSWORD")}
    connections["owner"] = session
    session.set_autocommit(False)
    with session.cursor() as cursor:
        yield cursor
    session.rollback()
    session.close()
    del connections["owner"]

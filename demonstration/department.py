"""A department's own database and service, to show fetching and proxying at work (art. 24, 38)."""

from contextlib import closing
from logging import getLogger
from typing import Any

import psycopg2
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe
from psycopg2 import sql

from catalog.models import Entry
from delivery.models import ApiSource, Cycle, Driver, Source
from delivery.supply import registering, schedule
from delivery.supply.mounting import columns_of, signature
from demonstration.catalogue import EntrySpec
from demonstration.invented import rows
from organizations.actors import Actor
from organizations.models import User
from refusals.tree import NotFound, Refusal

logger = getLogger(__name__)
TABLE = "exchange"
LISTED = [{"code": f"DEM{number:03d}", "name": f"示例事项{number}"} for number in range(1, 21)]


def establish(fetched: EntrySpec, served: EntrySpec) -> dict[str, int]:
    """A second database on the portal's server, its source, and one service; again, nothing."""
    return {"sources": int(_source(fetched)), "services": int(_service(served))}


def _published(spec: EntrySpec) -> Entry | None:
    found = Entry.objects.published().filter(provider__code=spec.provider, current__name=spec.name)
    return found.select_related("current", "provider").first()


def _source(spec: EntrySpec) -> bool:
    entry = _published(spec)
    if entry is None or Source.objects.filter(entry=entry).exists():
        return False
    try:
        _fill(entry, spec)
        with transaction.atomic():
            steward = _steward(spec)
            source = registering.register_source(entry, f"{entry.code}-1", steward, _stated())
            schedule.ask(source, signature(entry, steward))
    except (psycopg2.Error, Refusal, KeyError) as away:
        logger.warning("The demonstration goes without a department's database: %s", type(away).__name__)
        return False
    return True


def _stated() -> dict[str, Any]:
    database = settings.DATABASES["default"]
    return {
        "title": "部门业务库（演示）",
        "driver": Driver.POSTGRESQL,
        "host": host_of(database),
        "port": int(database["PORT"] or 5432),
        "database": settings.DEPARTMENT_DATABASE,
        "account": database["USER"],
        "password": database["PASSWORD"],
        "relation": TABLE,
        "cycle": Cycle.DAILY,
        "hour": 2,
    }


def host_of(database: dict[str, Any]) -> str:
    return str(database["HOST"] or database.get("OPTIONS", {}).get("host", ""))


def _fill(entry: Entry, spec: EntrySpec) -> None:
    """The table of the department, filled once, for the portal's role to read."""
    columns, owner = columns_of(entry), settings.DATABASE_OWNER
    with closing(_connected(owner, owner["NAME"])) as server, server.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [settings.DEPARTMENT_DATABASE])
        if not cursor.fetchone():
            name = sql.Identifier(settings.DEPARTMENT_DATABASE)
            cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))
    with (
        closing(_connected(owner, settings.DEPARTMENT_DATABASE)) as department,
        department.cursor() as cursor,
    ):
        table, role = sql.Identifier(TABLE), sql.Identifier(settings.DATABASES["default"]["USER"])
        kinds = sql.SQL(", ").join(
            sql.SQL("{} " + column.sql_type).format(sql.Identifier(column.name)) for column in columns
        )
        cursor.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(table))
        cursor.execute(sql.SQL("CREATE TABLE {} ({})").format(table, kinds))
        places = sql.SQL(", ").join(sql.Placeholder() * len(columns))
        insert = sql.SQL("INSERT INTO {} VALUES ({})").format(table, places)
        cursor.executemany(insert, [[row[column.name] for column in columns] for row in rows(spec)])
        cursor.execute(sql.SQL("GRANT SELECT ON {} TO {}").format(table, role))


def _connected(owner: dict[str, Any], name: str) -> Any:
    connection = psycopg2.connect(
        host=host_of(owner),
        port=owner["PORT"] or None,
        user=owner["USER"],
        password=owner["PASSWORD"] or None,
        dbname=name,
    )
    connection.autocommit = True
    return connection


def _steward(spec: EntrySpec) -> Actor:
    posts = {"posts__organization__code": spec.provider, "posts__kind": "steward"}
    user = User.objects.filter(**posts).first()
    if user is None:
        raise NotFound
    return Actor.of(user)


def _service(spec: EntrySpec) -> bool:
    """The portal's own view stands for a department's service; the Bureau allows its address."""
    entry, reviewer = _published(spec), User.objects.filter(username="bureau.reviewer").first()
    if entry is None or reviewer is None or ApiSource.objects.filter(resource__entry=entry).exists():
        return False
    stated = {
        "title": f"{spec.name}（演示）",
        "base_url": f"{settings.PORTAL_ADDRESS.rstrip('/') or 'http://127.0.0.1:8000'}/demonstration/service",
        "paths": ["/items/", "/items/*"],
        "methods": ["GET"],
        "headers": {"X-Demonstration-Key": "open-sesame"},
        "timeout": 5,
        "max_bytes": 1024 * 1024,
        "allow_private": True,
    }
    registering.register_service(entry, f"{entry.code}-1", Actor.of(reviewer), stated)
    return True


@require_safe
def items(request: HttpRequest, code: str = "") -> JsonResponse:
    """The small service: a list, or one of it; only where the demonstration is."""
    if not settings.DEMONSTRATION:
        raise NotFound
    found = [item for item in LISTED if code in {"", item["code"]}]
    if not found:
        raise NotFound
    return JsonResponse({"items": found})

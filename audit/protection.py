"""Who may do what to the tables: the portal's role only adds to the trail, and owns nothing (art. 42)."""

import sys
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg2 import sql

GRANTS = """
GRANT USAGE ON SCHEMA {schema} TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT USAGE, SELECT ON SEQUENCES TO {role};
REVOKE UPDATE, DELETE, TRUNCATE ON {schema}.audit_entry FROM {role}, PUBLIC;
REVOKE UPDATE, TRUNCATE ON {schema}.audit_particular FROM {role}, PUBLIC;
"""
STAYING = ("audit_leaf", "audit_subtree", "audit_key", "audit_head")
STAY = "REVOKE UPDATE, DELETE, TRUNCATE ON {schema}.{table} FROM {role}, PUBLIC"
OWNS_THE_TRAIL = """
SELECT current_schema() FROM pg_class
WHERE oid = to_regclass('audit_entry') AND pg_has_role(relowner, 'USAGE')
AND EXISTS (SELECT FROM pg_roles WHERE rolname = %s) AND current_user <> %s
"""
OWNED_TABLES = """
SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace
AND pg_has_role(relowner, 'USAGE')
"""
MAY_REWRITE = """
SELECT coalesce(bool_or(has_table_privilege(to_regclass(name), 'UPDATE, DELETE, TRUNCATE')), false)
FROM unnest(%s) name WHERE to_regclass(name) IS NOT NULL
"""


def portal_role() -> str:
    """The database role that web and workers connect as."""
    return str(getattr(settings, "DATABASE_PORTAL_ROLE", "guishu_app"))


def grant(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """After migrations, as the owner: let the portal's role work, but not rewrite the trail. Idempotent."""
    role = portal_role()
    with connections[using].cursor() as cursor:
        cursor.execute(OWNS_THE_TRAIL, [role, role])
        if row := cursor.fetchone():
            names = {"schema": sql.Identifier(row[0]), "role": sql.Identifier(role)}
            cursor.execute(sql.SQL(GRANTS).format(**names))
            for table in present(cursor):
                cursor.execute(sql.SQL(STAY).format(**names, table=sql.Identifier(table)))


def present(cursor: Any) -> list[str]:
    """The tables of seals; there are none when migrations have gone back before them."""
    cursor.execute("SELECT name FROM unnest(%s) name WHERE to_regclass(name) IS NOT NULL", [list(STAYING)])
    return [name for (name,) in cursor.fetchall()]


def findings(using: str) -> list[checks.CheckMessage]:
    """What the connected role could do that it must not."""
    found: list[checks.CheckMessage] = []
    with connections[using].cursor() as cursor:
        cursor.execute(OWNED_TABLES)
        if cursor.fetchone()[0]:
            found.append(checks.Error("The portal's database role owns tables.", hint=HINT, id="audit.E001"))
        cursor.execute(MAY_REWRITE, [["audit_entry", *STAYING]])
        if cursor.fetchone()[0]:
            found.append(
                checks.Error("The portal's database role can rewrite the trail.", hint=HINT, id="audit.E002")
            )
    return found


HINT = "Let DATABASE_URL name a role that owns nothing, DATABASE_OWNER_URL the owner; then run migrate."


def is_migrating() -> bool:
    """`migrate` is the one command that runs as the owner."""
    return sys.argv[1:2] == ["migrate"]


def check_role(databases: Sequence[str] | None = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """In production the role must own no table and must not be able to change the trail."""
    if settings.DEBUG or settings.DEMONSTRATION or is_migrating():
        return []
    return [finding for alias in databases or () for finding in findings(alias)]

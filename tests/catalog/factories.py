"""Entries for tests: what a provider states, a published entry, a draft, and the form's data."""

from datetime import date
from typing import Any

from catalog.drafting import draft
from catalog.models import Entry
from catalog.particulars import EntryParticulars, FieldParticulars
from catalog.publishing import publish_new
from organizations.models import Organization

FIELDS = (
    FieldParticulars(
        name="uniscid",
        title="统一社会信用代码",
        type="string",
        length=18,
        share_type="conditional",
        open_type="closed",
    ),
    FieldParticulars(
        name="entname",
        title="企业名称",
        type="string",
        length=100,
        share_type="unconditional",
        open_type="closed",
    ),
)
STATED: dict[str, Any] = {
    "category": "102001",
    "name": "企业登记基本信息",
    "abstract": "全区企业的登记信息，用于核验主体资格。",
    "format": "table",
    "share_type": "conditional",
    "share_condition": "用于履行法定职责",
    "share_mode": "database",
    "open_type": "closed",
    "update_cycle": "daily",
    "released_on": date(2026, 1, 5),
    "keywords": ("营业执照", "市场主体"),
    "fields": FIELDS,
}
OPEN: dict[str, Any] = {
    "category": "211001",
    "name": "设区市空气质量日报",
    "abstract": "各市空气质量指数",
    "share_type": "unconditional",
    "share_condition": "",
    "open_type": "unconditional",
    "fields": (
        FieldParticulars(
            name="aqi", title="指数", type="integer", share_type="unconditional", open_type="unconditional"
        ),
    ),
}
TABLE = """英文名\t中文名\t类型
uniscid\t统一社会信用代码\tstring(18)\tconditional\tnone\tclosed\t登记机关赋予
entname\t企业名称\tstring(100)\tunconditional\tnone\tclosed
"""
FORM: dict[str, Any] = {
    "provider": "GX-MARKET",
    "secrecy": "none",
    "category": "102001",
    "name": "企业登记基本信息",
    "abstract": "全区企业的登记信息。",
    "format": "table",
    "share_type": "conditional",
    "share_condition": "用于履行法定职责",
    "share_mode": "database",
    "open_type": "closed",
    "update_cycle": "daily",
    "released_on": "2026-01-05",
    "fields": TABLE.partition("\n")[2],
}
JSON_FIELDS = [
    {"name": "uniscid", "title": "统一社会信用代码", "type": "string", "length": 18}
    | {"share_type": "conditional", "open_type": "closed"},
    {"name": "entname", "title": "企业名称", "type": "string"}
    | {"share_type": "unconditional", "open_type": "closed"},
]


def stated(**changed: Any) -> EntryParticulars:
    """A conditional, closed table of base data."""
    return EntryParticulars(**(STATED | changed))


def opened(**changed: Any) -> EntryParticulars:
    """A thematic table that is open to all."""
    return stated(**(OPEN | changed))


def publish_entry(provider: Organization, **changed: Any) -> Entry:
    return publish_new(stated(**changed), provider)


def publish_open(provider: Organization, **changed: Any) -> Entry:
    return publish_new(opened(**changed), provider)


def draft_entry(provider: Organization, **changed: Any) -> Entry:
    return draft(stated(**changed), provider)

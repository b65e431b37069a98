"""Worked examples for the documentation of the catalogue's REST door."""

from typing import Any

from drf_spectacular.utils import OpenApiExample

FIELDS = [
    {
        "name": "station_code",
        "title": "监测站代码",
        "type": "string",
        "length": 12,
        "scale": None,
        "description": "国家环境空气质量监测站编码",
        "share_type": "unconditional",
        "sensitivity": "none",
        "open_type": "unconditional",
        "source": "",
    },
    {
        "name": "aqi",
        "title": "空气质量指数",
        "type": "integer",
        "length": None,
        "scale": None,
        "description": "",
        "share_type": "unconditional",
        "sensitivity": "none",
        "open_type": "unconditional",
        "source": "",
    },
]
METADATA: dict[str, Any] = {
    "category": "211001",
    "name": "设区市空气质量日报",
    "abstract": "全区 14 个设区市每天的空气质量指数和六项污染物浓度，次日上午更新。",
    "responsible_unit": "大气环境处",
    "format": "table",
    "format_detail": "",
    "share_type": "unconditional",
    "share_condition": "",
    "share_basis": "",
    "share_mode": "database",
    "open_type": "unconditional",
    "open_condition": "",
    "open_basis": "",
    "listable": False,
    "update_cycle": "daily",
    "released_on": "2026-03-02",
    "scanned": False,
    "digitized_on": None,
    "digitization_note": "",
    "keywords": ["空气质量", "污染物"],
    "related_codes": [],
}
SHOWN: dict[str, Any] = {
    "code": "211001450000-000001",
    "provider": {"code": "GX-ECO", "name": "广西壮族自治区生态环境厅"},
    "version": 1,
    "published_at": "2026-03-02T09:30:00+08:00",
    "classification": "theme",
    "base_kind": "",
    "theme": "ecology",
    **METADATA,
}

ENTRIES = OpenApiExample("Entries", value=SHOWN, response_only=True, status_codes=["200"])
AN_ENTRY = OpenApiExample(
    "An entry", value={**SHOWN, "fields": FIELDS}, response_only=True, status_codes=["200"]
)
A_SUBMISSION = OpenApiExample(
    "A new entry",
    value={"provider": "GX-ECO", "secrecy": "none", **METADATA, "fields": FIELDS},
    request_only=True,
)
UNKNOWN_THEME = OpenApiExample(
    "Unknown theme",
    value={
        "type": "urn:guishu:problem:invalid",
        "title": "Bad Request",
        "status": 400,
        "detail": "请改正标出的参数。",
        "code": "invalid",
        "article": "",
        "errors": [{"field": "theme", "code": "invalid_choice", "detail": "“x”不在可选范围内。"}],
    },
    response_only=True,
    status_codes=["400"],
)

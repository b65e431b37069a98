"""The people of the demonstration and two of its entries, one with its table behind it."""

import pytest

from catalog import demonstration as catalogue_loader
from delivery import demonstration as mounts
from delivery import engine
from demonstration import catalogue, tables
from organizations import demonstration as people

ENTERPRISES = ("GX-MARKET", "企业登记基本信息")
AIR = ("GX-ECO", "设区市空气质量日报")


@pytest.fixture
def mounted(db, settings, tmp_path):
    backend = "django.core.files.storage.FileSystemStorage"
    default = {"BACKEND": backend, "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {"default": default}
    people.establish()
    catalogue_loader.establish([catalogue.entry(*named) for named in (ENTERPRISES, AIR)])
    mounts.establish({ENTERPRISES[1]: tables.TABLES[ENTERPRISES]()})
    yield
    engine._pools.clear()

"""The portal's settings, with the peers' addresses beside its own and static files as they stand."""

from config.settings import *  # noqa: F403 - the same settings, but for what stands here
from config.settings import STORAGES

ROOT_URLCONF = "benchmarks.urls"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

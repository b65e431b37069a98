"""Home, figures, health, the large-text switch, and the documentation of the interface."""

from django.urls import URLPattern, path

from portal import documentation, health, home, mine
from portal.figures import pages as counted

pages: list[URLPattern] = [
    path("", home.home, name="home"),
    path("mine/", mine.mine, name="mine"),
    path("figures/", counted.figures, name="figures"),
    path("large-text/", home.large_text, name="large-text"),
    path("healthz", health.healthz, name="healthz"),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("api/docs/", documentation.docs, name="api-docs"),
]
api: list[URLPattern] = [
    path("openapi.yaml", documentation.schema, name="openapi"),
]

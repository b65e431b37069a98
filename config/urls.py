"""Every address of the portal, room by room: `pages` under `/`, `api` under `/api/v1/`."""

from importlib import import_module

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

pages: list[URLPattern | URLResolver] = []
api: list[URLPattern | URLResolver] = []
for room in settings.ROOMS:
    try:
        addresses = import_module(f"{room}.urls")
    except ModuleNotFoundError as missing:
        if missing.name != f"{room}.urls":
            raise
        continue
    pages.append(path("", include((addresses.pages, room))))
    api.append(path("", include((addresses.api, f"{room}-api"))))
urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include(api)),  # first and once: programs ask often, and no page begins so
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    *pages,
]

handler400 = "refusals.pages.bad_request"
handler403 = "refusals.pages.permission_denied"
handler404 = "refusals.pages.page_not_found"
handler500 = "refusals.pages.server_error"

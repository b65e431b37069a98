"""The addresses of this room."""

from django.urls import path

from delivery import api as programs
from delivery import pages as views
from delivery.gateway import urls as gateway_urls
from delivery.heads import pages as heads_pages
from delivery.heads.api import PlatformHeads
from delivery.subscription import urls as subscription_urls
from delivery.supply import api as supply_api
from delivery.supply import pages as supply_pages

pages = [
    path("delivery/heads/", heads_pages.platform, name="heads"),
    path("delivery/heads/drop/", heads_pages.drop, name="drop-heads"),
    path("delivery/grants/", views.grants, name="grants"),
    path("delivery/grants/<str:number>/", views.grant, name="grant"),
    path("delivery/grants/<str:number>/rows/", views.rows_in_hand, name="rows-in-hand"),
    *subscription_urls.pages,
    path("delivery/supply/", supply_pages.supply, name="supply"),
    path("delivery/supply/<str:code>/", supply_pages.resource, name="resource"),
    path("delivery/supply/<str:code>/versions/<int:number>/restore/", supply_pages.restore, name="restore"),
    path("delivery/entries/<str:code>/bring/", supply_pages.bring, name="bring"),
    path("delivery/entries/<str:code>/source/", supply_pages.new_source, name="new-source"),
    path("delivery/entries/<str:code>/service/", supply_pages.service, name="service"),
    path("delivery/sources/<str:code>/", supply_pages.source, name="source"),
    path("delivery/sources/<str:code>/fetch/", supply_pages.fetch, name="fetch"),
    path("delivery/loads/<int:pk>/", supply_pages.load, name="load"),
    path("delivery/loads/<int:pk>/errors.csv", supply_pages.load_errors, name="load-errors"),
    path("delivery/loads/<int:pk>/cancel/", supply_pages.cancel_load, name="cancel-load"),
    *gateway_urls.pages,
]
api = [
    path("delivery/heads/", PlatformHeads.as_view(), name="heads"),
    path("data/<str:resource>/rows/", programs.Rows.as_view(), name="rows"),
    path("delivery/grants/", programs.Grants.as_view(), name="grants"),
    path("delivery/grants/<str:number>/", programs.GrantDetail.as_view(), name="grant"),
    path("catalog/entries/<str:code>/resources/", programs.Resources.as_view(), name="resources"),
    *subscription_urls.api,
    path("delivery/supply/", supply_api.Supply.as_view(), name="supply"),
    path("delivery/supply/<str:code>/versions/", supply_api.Versions.as_view(), name="versions"),
    path(
        "delivery/supply/<str:code>/versions/<int:number>/restore/",
        supply_api.Restore.as_view(),
        name="restore",
    ),
    path("delivery/supply/<str:code>/source/", supply_api.SourceOf.as_view(), name="source"),
    path("delivery/supply/<str:code>/source/fetch/", supply_api.Fetch.as_view(), name="fetch"),
    path("delivery/supply/<str:code>/service/", supply_api.ServiceOf.as_view(), name="service"),
    path("delivery/entries/<str:code>/loads/", supply_api.Bring.as_view(), name="bring"),
    path("delivery/loads/<int:pk>/", supply_api.Loads.as_view(), name="load"),
    path("delivery/loads/<int:pk>/cancel/", supply_api.CancelLoad.as_view(), name="cancel-load"),
    *gateway_urls.api,
]

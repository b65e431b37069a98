"""The addresses of this room: of grants, and of its parts."""

from django.urls import path

from delivery import api as programs
from delivery import pages as views
from delivery.gateway import urls as gateway
from delivery.heads import urls as heads
from delivery.quotas import urls as quotas
from delivery.stops import urls as stops
from delivery.subscription import urls as subscription
from delivery.supply import urls as supply

pages = [
    path("delivery/grants/", views.grants, name="grants"),
    path("delivery/grants/<str:number>/", views.grant, name="grant"),
    path("delivery/grants/<str:number>/rows/", views.rows_in_hand, name="rows-in-hand"),
]
api = [
    path("data/<str:resource>/rows/", programs.Rows.as_view(), name="rows"),
    path("delivery/grants/", programs.Grants.as_view(), name="grants"),
    path("delivery/grants/<str:number>/", programs.GrantDetail.as_view(), name="grant"),
    path("catalog/entries/<str:code>/resources/", programs.Resources.as_view(), name="resources"),
]
for part in (supply, gateway, subscription, quotas, stops, heads):
    pages += part.pages
    api += part.api

"""The addresses of this room."""

from django.urls import path

from delivery import api as programs
from delivery import gateway_urls
from delivery import pages as views

pages = [
    path("delivery/grants/", views.grants, name="grants"),
    path("delivery/grants/<str:number>/", views.grant, name="grant"),
    path("delivery/grants/<str:number>/rows/", views.rows_in_hand, name="rows-in-hand"),
    *gateway_urls.pages,
]
api = [
    path("data/<str:resource>/rows/", programs.Rows.as_view(), name="rows"),
    path("delivery/grants/", programs.Grants.as_view(), name="grants"),
    path("delivery/grants/<str:number>/", programs.GrantDetail.as_view(), name="grant"),
    path("catalog/entries/<str:code>/resources/", programs.Resources.as_view(), name="resources"),
    *gateway_urls.api,
]

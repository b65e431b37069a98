"""The addresses of what we supply: data brought, versions, loads, sources, services."""

from django.urls import path

from delivery.supply import api as programs
from delivery.supply import pages as views

pages = [
    path("delivery/supply/", views.supply, name="supply"),
    path("delivery/supply/<str:code>/", views.resource, name="resource"),
    path("delivery/supply/<str:code>/versions/<int:number>/restore/", views.restore, name="restore"),
    path("delivery/entries/<str:code>/bring/", views.bring, name="bring"),
    path("delivery/entries/<str:code>/source/", views.new_source, name="new-source"),
    path("delivery/entries/<str:code>/service/", views.service, name="service"),
    path("delivery/sources/<str:code>/", views.source, name="source"),
    path("delivery/sources/<str:code>/fetch/", views.fetch, name="fetch"),
    path("delivery/loads/<int:pk>/", views.load, name="load"),
    path("delivery/loads/<int:pk>/errors.csv", views.load_errors, name="load-errors"),
    path("delivery/loads/<int:pk>/cancel/", views.cancel_load, name="cancel-load"),
]
api = [
    path("delivery/supply/", programs.Supply.as_view(), name="supply"),
    path("delivery/supply/<str:code>/versions/", programs.Versions.as_view(), name="versions"),
    path(
        "delivery/supply/<str:code>/versions/<int:number>/restore/",
        programs.Restore.as_view(),
        name="restore",
    ),
    path("delivery/supply/<str:code>/source/", programs.SourceOf.as_view(), name="source"),
    path("delivery/supply/<str:code>/source/fetch/", programs.Fetch.as_view(), name="fetch"),
    path("delivery/supply/<str:code>/service/", programs.ServiceOf.as_view(), name="service"),
    path("delivery/entries/<str:code>/loads/", programs.Bring.as_view(), name="bring"),
    path("delivery/loads/<int:pk>/", programs.Loads.as_view(), name="load"),
    path("delivery/loads/<int:pk>/cancel/", programs.CancelLoad.as_view(), name="cancel-load"),
]

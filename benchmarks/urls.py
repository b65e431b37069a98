"""The portal's addresses and, after them, the peers'."""

from django.urls import path

from benchmarks.bare import Bare
from config import urls as portal

handler400, handler403, handler404, handler500 = (
    portal.handler400,
    portal.handler403,
    portal.handler404,
    portal.handler500,
)
urlpatterns = [*portal.urlpatterns, path("bench/requests/<str:number>/steps/<slug:step>/", Bare.as_view())]

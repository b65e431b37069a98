"""Addresses of share requests."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from sharing import asked_outside_pages, basket_pages, exchanges
from sharing import pages as views
from sharing.api import ShareRequestViewSet
from sharing.asked_outside_api import AskedOutsideReports
from sharing.bundles_api import Bundles

router = SimpleRouter()
router.register("sharing/requests", ShareRequestViewSet, basename="share-request")

pages = [
    path("sharing/requests/<str:number>/exchanges/", exchanges.sheet, name="exchanges"),
    path("sharing/list/", basket_pages.request_list, name="request-list"),
    path("sharing/list/put/", basket_pages.put, name="put"),
    path("sharing/list/drop/", basket_pages.drop, name="drop"),
    path(
        "sharing/entries/<str:code>/asked-outside/", asked_outside_pages.asked_outside, name="asked-outside"
    ),
    path("sharing/requests/", views.requests, name="requests"),
    path("sharing/requests/new/", views.new, name="new"),
]
api = [
    path("sharing/bundles/", Bundles.as_view(), name="bundles"),
    path("sharing/entries/<str:code>/asked-outside/", AskedOutsideReports.as_view(), name="asked-outside"),
    *router.urls,
]

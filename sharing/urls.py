"""Addresses of share requests."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from sharing import pages as views
from sharing.api import ShareRequestViewSet

router = SimpleRouter()
router.register("sharing/requests", ShareRequestViewSet, basename="share-request")

pages = [
    path("sharing/requests/", views.requests, name="requests"),
    path("sharing/requests/new/", views.new, name="new"),
]
api = router.urls

"""Where city platforms say where heads go."""

from django.urls import path

from delivery.heads import pages as views
from delivery.heads.api import PlatformHeads

pages = [
    path("delivery/heads/", views.platform, name="heads"),
    path("delivery/heads/drop/", views.drop, name="drop-heads"),
]
api = [path("delivery/heads/", PlatformHeads.as_view(), name="heads")]

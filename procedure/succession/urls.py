"""Addresses of renamings and mergers, and of each organization's names."""

from django.urls import path, re_path

from organizations.models import CODE
from procedure.succession import pages as views
from procedure.succession.api import OrganizationChangeViewSet

pages = [
    path("organization-changes/", views.changes, name="organization-changes"),
    path("organization-changes/enter/", views.enter, name="enter-organization-change"),
    path("organization-changes/<int:pk>/take-back/", views.take_back, name="take-back-organization-change"),
    re_path(rf"^organizations/(?P<code>{CODE})/$", views.organization, name="organization"),
]
api = [
    path(
        "organization-changes/",
        OrganizationChangeViewSet.as_view({"get": "list", "post": "create"}),
        name="organization-changes",
    ),
    path(
        "organization-changes/<int:pk>/take-back/",
        OrganizationChangeViewSet.as_view({"post": "take_back"}),
        name="take-back-organization-change",
    ),
]

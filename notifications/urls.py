"""Addresses of notices, of what people prefer, and of how the mails get on."""

from django.urls import path

from notifications import api as rest
from notifications import pages as views

pages = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.read_all, name="read-all"),
    path("notices/mails/", views.mails, name="mails"),
    path("notices/<int:pk>/", views.open_notice, name="open"),
    path("notices/<int:pk>/read/", views.read, name="read"),
    path("account/notices/", views.preferences, name="preferences"),
]
api = [
    path("notifications/", rest.NoticeViewSet.as_view({"get": "list"}), name="notices"),
    path("notifications/read/", rest.NoticeViewSet.as_view({"post": "read_all"}), name="read-all"),
    path("notifications/<int:pk>/read/", rest.NoticeViewSet.as_view({"post": "read"}), name="read"),
]

"""Addresses of the calendar in use: entering notices and outages, and explaining due dates."""

from django.urls import path

from procedure.moving import api as programs
from procedure.moving import pages as views

pages = [
    path("workdays/notices/enter/", views.enter_notice, name="enter-notice"),
    path("workdays/notices/<int:pk>/correct/", views.correct_notice, name="correct-notice"),
    path("workdays/outages/record/", views.record_outage, name="record-outage"),
    path("work/<int:pk>/explanation/", views.explanation, name="explanation"),
]
api = [
    path(
        "workdays/notices/",
        programs.NoticeViewSet.as_view({"get": "list", "post": "create"}),
        name="calendar-notices",
    ),
    path(
        "workdays/notices/<int:pk>/corrections/",
        programs.NoticeViewSet.as_view({"post": "correct"}),
        name="calendar-corrections",
    ),
    path(
        "workdays/outages/",
        programs.OutageViewSet.as_view({"get": "list", "post": "create"}),
        name="platform-outages",
    ),
    path("work-items/<int:pk>/explanation/", programs.ExplanationView.as_view(), name="explanation"),
]

"""Addresses of the quality room."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from quality import api as programs
from quality import pages as views

router = SimpleRouter()
router.register("quality/issues", programs.IssueViewSet, basename="quality-issue")
router.register("quality/duties", programs.DutyViewSet, basename="update-duty")

pages = [
    path("quality/issues/", views.issues, name="issues"),
    path("quality/issues/new/", views.report, name="report"),
    path("quality/duties/", views.duties, name="duties"),
    path("quality/stale/", views.stale, name="stale"),
    path("quality/events/new/", views.new_event, name="new-event"),
    path("quality/events/<int:pk>/", views.event, name="event"),
    path("quality/entries/<str:code>/", views.entry, name="entry"),
]
api = [
    path("quality/events/", programs.EventList.as_view(), name="events"),
    path("quality/stale/", programs.StaleList.as_view(), name="stale"),
    path("quality/entries/<str:code>/", programs.EntryReport.as_view(), name="entry"),
    *router.urls,
]

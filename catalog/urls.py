"""The addresses of the catalogue."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from catalog import api as programs
from catalog import pages as views

router = SimpleRouter()
router.register("catalog/submissions", programs.SubmissionViewSet, basename="submission")

pages = [
    path("catalog/", views.entries, name="entries"),
    path("catalog/new/", views.file_entry, name="file"),
    path("catalog/<str:code>/", views.entry, name="entry"),
]
api = [
    path("catalog/entries/", programs.EntryList.as_view(), name="entries"),
    path("catalog/entries/<str:code>/", programs.EntryDetail.as_view(), name="entry"),
    *router.urls,
]

"""The addresses of the trail."""

from django.urls import path

from audit import api as rest
from audit import pages as views

pages = [path("trail/", views.trail, name="trail")]
api = [path("audit/entries/", rest.EntryList.as_view(), name="entries")]

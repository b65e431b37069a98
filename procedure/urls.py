"""Addresses of the engine: inbox, cases, steps, work items."""

from django.urls import path

from procedure import api as rest
from procedure import pages as views

NUMBER = "cases/<str:number>/"

pages = [
    path("work/", views.inbox, name="inbox"),
    path("work/<int:pk>/claim/", views.claim, name="claim"),
    path("work/<int:pk>/release/", views.release, name="release"),
    path(NUMBER, views.case, name="case"),
    path(f"{NUMBER}trail/", views.trail, name="trail"),
    path(f"{NUMBER}steps/<slug:name>/", views.step, name="step"),
]
api = [
    path("work-items/", rest.WorkItemViewSet.as_view({"get": "list"}), name="work-items"),
    path("work-items/<int:pk>/claim/", rest.WorkItemViewSet.as_view({"post": "claim"}), name="claim"),
    path("work-items/<int:pk>/release/", rest.WorkItemViewSet.as_view({"post": "release"}), name="release"),
]

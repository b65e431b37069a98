"""Addresses of the engine: inbox, cases, steps, work items."""

from django.urls import path

from procedure import api as rest
from procedure import pages as views
from procedure.board import pages as board_pages
from procedure.board.api import BoardViewSet
from procedure.bulk import pages as bulk_pages
from procedure.bulk.api import BulkSteps
from procedure.moving import urls as moving_urls
from procedure.saved import pages as saved_pages
from procedure.saved.api import SavedFilterViewSet
from procedure.staffing import urls as staffing_urls
from procedure.succession import urls as succession_urls
from procedure.trail import pages as trail_pages

NUMBER = "cases/<str:number>/"

pages = [
    path("work/", views.inbox, name="inbox"),
    path("work/together/", bulk_pages.choose, name="bulk"),
    path("work/together/<slug:name>/", bulk_pages.look, name="bulk-step"),
    path("work/together/<slug:name>/confirm/", bulk_pages.confirm, name="bulk-confirm"),
    path("lists/<slug:listing>/filters/", saved_pages.save, name="save-filter"),
    path("lists/filters/<int:pk>/remove/", saved_pages.remove, name="remove-filter"),
    path("lists/filters/<int:pk>/prefer/", saved_pages.prefer, name="prefer-filter"),
    path("work/<int:pk>/claim/", views.claim, name="claim"),
    path("work/<int:pk>/release/", views.release, name="release"),
    path("trail/", trail_pages.trail, name="whole-trail"),
    path("supervision/board/", board_pages.board, name="board"),
    path("supervision/board/<int:pk>/urge/", board_pages.urging, name="urge"),
    path(NUMBER, views.case, name="case"),
    path(f"{NUMBER}trail/", views.trail, name="trail"),
    path(f"{NUMBER}steps/<slug:name>/", views.step, name="step"),
    *moving_urls.pages,
    *staffing_urls.pages,
    *succession_urls.pages,
]
api = [
    path("work-items/", rest.WorkItemViewSet.as_view({"get": "list"}), name="work-items"),
    path("work-items/steps/<slug:step>/", BulkSteps.as_view(), name="bulk-step"),
    path(
        "saved-filters/",
        SavedFilterViewSet.as_view({"get": "list", "post": "create"}),
        name="saved-filters",
    ),
    path(
        "saved-filters/<int:pk>/",
        SavedFilterViewSet.as_view({"patch": "partial_update", "delete": "destroy"}),
        name="saved-filter",
    ),
    path("work-items/board/", BoardViewSet.as_view({"get": "board"}), name="board"),
    path("work-items/board/items/", BoardViewSet.as_view({"get": "list"}), name="board-items"),
    path("work-items/<int:pk>/urge/", BoardViewSet.as_view({"post": "urge"}), name="urge"),
    path("work-items/<int:pk>/claim/", rest.WorkItemViewSet.as_view({"post": "claim"}), name="claim"),
    path("work-items/<int:pk>/release/", rest.WorkItemViewSet.as_view({"post": "release"}), name="release"),
    *moving_urls.api,
    *staffing_urls.api,
    *succession_urls.api,
]

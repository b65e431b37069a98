"""Addresses of posts and stand-ins, and of duties whose post nobody holds."""

from django.urls import path

from procedure.staffing import pages as views
from procedure.staffing.api import PostViewSet, UnattendedViewSet

pages = [
    path("posts/", views.posts, name="posts"),
    path("posts/appoint/", views.appoint, name="appoint"),
    path("posts/<int:pk>/stand-in/", views.cover, name="cover"),
    path("posts/stand-ins/<int:pk>/end/", views.end, name="end-cover"),
]
api = [
    path("posts/", PostViewSet.as_view({"get": "list", "post": "create"}), name="posts"),
    path("posts/<int:pk>/stand-ins/", PostViewSet.as_view({"post": "cover"}), name="cover"),
    path("posts/stand-ins/<int:pk>/end/", PostViewSet.as_view({"post": "end"}), name="end-cover"),
    path("posts/unattended/", UnattendedViewSet.as_view({"get": "list"}), name="unattended"),
]

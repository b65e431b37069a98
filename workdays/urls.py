"""The addresses of this room."""

from django.urls import path

from workdays import api as programs
from workdays.pages import calculator

pages = [
    path("workdays/", calculator, name="calculator"),
]
api = [
    path("workdays/due/", programs.DueView.as_view(), name="due"),
]

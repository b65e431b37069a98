"""The addresses of this room."""

from django.urls import path

from workdays import api as programs
from workdays.pages import calculator, calendar

pages = [
    path("workdays/", calculator, name="calculator"),
    path("workdays/calendar/", calendar, name="calendar"),
]
api = [
    path("workdays/due/", programs.DueView.as_view(), name="due"),
]

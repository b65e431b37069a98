"""The address of the demonstration's small service, which stands for a department's own."""

from django.urls import URLPattern, path

from demonstration import department

pages = [
    path("demonstration/service/items/", department.items, name="items"),
    path("demonstration/service/items/<str:code>", department.items, name="item"),
]
api: list[URLPattern] = []

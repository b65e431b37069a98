"""City procedures in Django's admin, to look at only."""

from django.contrib import admin

from organizations.looking import ReadOnly
from rulemaking.models import CityProcedure


@admin.register(CityProcedure)
class CityProcedureAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("city", "number", "title", "in_force", "written_at", "recalled_at")
    list_filter = ("city",)
    list_select_related = ("city",)

"""Daily limits in the administration, to be read only."""

from django.contrib import admin

from delivery.models import Quota
from organizations.looking import Shown


@admin.register(Quota)
class QuotaAdmin(Shown, admin.ModelAdmin):
    """The provider changes it on the page of the grant, where the user is told."""

    list_display = ("grant", "rows_a_day", "reads_a_day")
    list_select_related = ("grant",)
    search_fields = ("grant__number",)

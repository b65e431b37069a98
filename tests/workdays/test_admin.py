"""The administration looks at the calendar and changes nothing."""

import pytest
from django.contrib.admin import site

from workdays.models import CalendarVersion, Notice


@pytest.mark.parametrize("model", [Notice, CalendarVersion])
def test_it_is_read_only(rf, model):
    admin = site.get_model_admin(model)
    request = rf.get("/")
    assert not admin.has_add_permission(request)
    assert not admin.has_change_permission(request)
    assert not admin.has_delete_permission(request)

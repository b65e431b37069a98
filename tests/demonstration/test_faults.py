"""What the pages of data quality show in the demonstration (art. 29(5), 39, 40)."""

from collections import Counter

import pytest

from demonstration import faults
from demonstration.journeys import travel
from demonstration.stories import region_agreed
from quality.models import QualityIssue, UpdateDuty
from workdays import calendar, clock

pytestmark = pytest.mark.usefixtures("mounted")


@pytest.mark.article("29(5)", "39", "40")
def test_it_leaves_a_fault_that_waits_one_that_is_corrected_and_an_update_that_is_due():
    list(travel(region_agreed(), calendar.current().add(clock.today(), -20)))
    assert faults.establish() == 3
    kept = Counter(QualityIssue.objects.values_list("route", "state"))
    assert kept == {("in_use", "verification"): 1, ("doubt", "resolved"): 1}
    duty = UpdateDuty.objects.get()
    assert (duty.state, duty.provider.code) == ("updating", "GX-MARKET")


def test_it_leaves_nothing_twice():
    assert (faults.establish(), faults.establish()) == (3, 0)

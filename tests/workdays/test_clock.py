"""The one clock."""

from datetime import date

import time_machine

from workdays import clock


@time_machine.travel("2026-11-23 16:30 +0000", tick=False)
def test_it_is_already_tomorrow_in_guangxi():
    assert clock.today() == date(2026, 11, 24)
    assert clock.now().isoformat() == "2026-11-24T00:30:00+08:00"

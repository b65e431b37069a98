from tests.catalog.test_api import *
def test_x(api, cast):
    for number in range(7):
        publish_open(cast.market, name=f"日报{number}", abstract="记录")
        publish_open(cast.market, name=f"记录{number}")
    a = api.get(LIST, {"q":"记录","page_size":3}); print(a.data["next"], a.data["previous"])
    from urllib.parse import unquote
    b = api.get(a.data["next"]); print(names(b), b.data["next"])
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    with CaptureQueriesContext(connection) as c: api.get(a.data["next"])
    print(c.captured_queries[-1]["sql"][-900:])
    assert 0

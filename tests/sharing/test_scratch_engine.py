import pytest, json
from tests.procedure.doors import *
from tests.sharing.requests import ASKED, FIELDS
from refusals.tree import Refusal

BAD = [
 dict(fields=[]), dict(fields=["nosuch"]), dict(fields=["penalty"]), dict(purpose=""), dict(purpose="  \n "), dict(purpose="x"*2001),
 dict(system="x"*201), dict(mode="fax"), dict(until="2026-02-30"), dict(until="2026-11-23"), dict(until="9999-12-31"), dict(until="soon"),
 dict(requester="GX-EDU"), dict(requester="NOPE"), dict(entry="NOPE"), dict(purpose="a\x00b"), dict(purpose=5), dict(purpose=["a"]), dict(purpose={"a":1}), dict(fields="uniscid"), dict(fields=[["uniscid"]]),
 dict(fields=[None]), dict(colour="red"), dict(purpose=True), dict(purpose=None), dict(until=20271231), dict(fields=["x"*1000000]), dict(purpose="x"*10_000_000), dict(mode=""), dict(fields=["uniscid"]*3),dict(purpose="\ud800"), dict(purpose="😀"*2000), dict(entry=None), dict(until="2027-12-31T00:00:00"), dict(until="٢٠٢٧-١٢-٣١"), dict(requester=1e400)
]
import time_machine
@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel("2026-11-23T02:00:00+08:00", tick=False):
        yield
@pytest.mark.parametrize("bad", BAD, ids=lambda b: repr(b)[:50])
@pytest.mark.parametrize("lang", ["zh-hans","en"])
def test_x(world, bad, lang):
    r = Rest(world.cast.alice, lang)
    p = ASKED | {"entry": world.entry.code} | bad
    try:
        a = r.draft(**p)
        b = a.json()
        print("REST", lang, repr(bad)[:60], a.status_code, b.get("code"), b.get("article"), b.get("detail"), str(b.get("errors"))[:300])
    except Exception as e:
        print("REST EXC", lang, repr(bad)[:60], type(e), str(e)[:200])
    try:
        a = Pages(world.cast.alice, lang).draft(**p)
        import re
        t = a.content.decode()
        m = re.search(r'error-summary.*?</ul>', t, re.S)
        print("PAGE", a.status_code, re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", m.group(0)))[:300] if m else re.sub(r"\s+"," ", re.sub(r"<[^>]*>","",t))[-600:-200] if a.status_code!=302 else "")
    except Exception as e:
        print("PAGE EXC", lang, repr(bad)[:60], type(e), str(e)[:200])

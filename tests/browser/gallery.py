"""A page that shows every component once, for tests alone; the portal's own addresses follow."""

from datetime import date, timedelta
from types import SimpleNamespace as Thing

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from config.urls import urlpatterns as portal_addresses
from workdays import calendar, clock
from workdays.counting import Unit
from workdays.explanation import Explanation


class Example(forms.Form):
    purpose = forms.CharField(label="用途", help_text="写清楚用在哪个系统、办什么事。", widget=forms.Textarea)
    until = forms.DateField(
        label="用到哪一天", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    kind = forms.ChoiceField(label="方式", choices=[("table", "库表"), ("api", "接口")])
    fields = forms.MultipleChoiceField(
        label="信息项",
        choices=[("name", "权利人姓名"), ("unit", "不动产单元号")],
        widget=forms.CheckboxSelectMultiple,
        help_text="只选用得上的。",
    )
    ground = forms.ChoiceField(
        label="理由", choices=[("law", "法律不允许"), ("none", "没有数据")], widget=forms.RadioSelect
    )
    promise = forms.BooleanField(label="我单位按授权用途使用数据")


def gallery(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    received = today - timedelta(days=4)
    counted = calendar.current().due(received, 3)
    context = {
        "form": Example(request.GET or None),
        "page": Paginator(range(100), 20).get_page(2),
        "dues": [today + timedelta(days=days) for days in (-5, 0, 1, 9)],
        "explanation": Explanation(received, 3, Unit.WORKING, counted, calendar.current(), "30(2)"),
        "duty": Thing(due=counted.date, received=received, days=3, unit="working", provisional=False),
        "distant": date(2027, 12, 31),
        "stages": [
            Thing(label="提交", tone="past", note="11 月 16 日 柳州住建局", article="28"),
            Thing(label="提供部门审核", tone="now", note="自然资源厅，11 月 20 日前", article="30(2)"),
            Thing(label="终审", tone="", note="大数据局，2 个工作日", article="30(3)"),
        ],
        "entries": [
            Thing(
                at=clock.now(),
                sentence="自治区大数据发展局（审核岗）初审通过",
                article="30(1)",
                detail="转自然资源厅",
            ),
            Thing(
                at=clock.now() - timedelta(days=1), sentence="柳州市住建局（经办岗）提交申请", article="28"
            ),
        ],
    }
    return render(request, "gallery.html", context)


urlpatterns = [path("gallery/", gallery), *portal_addresses]

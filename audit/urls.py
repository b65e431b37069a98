"""The addresses of the trail."""

from django.urls import path, re_path

from audit import api as rest
from audit import pages as views
from audit import public_pages as public

pages = [
    path("trail/sealed.jsonl", views.take_whole, name="take-whole"),
    re_path(r"^trail/copy\.(?P<form>csv|jsonl)$", views.take, name="take"),
    path("audit/heads/", public.published, name="heads"),
    path("audit/heads/newest.txt", public.checkpoint, name="checkpoint"),
    path("audit/check/", public.check, name="check"),
    path("audit/guishu-verifier.pyz", public.verifier, name="verifier"),
    path("audit/entries/<int:number>/", public.entry, name="entry"),
    path("audit/entries/<int:number>/proof.json", public.proof, name="proof"),
]
api = [
    path("audit/entries/", rest.EntryList.as_view(), name="entries"),
    path("audit/entries/<int:number>/proof/", rest.ProofView.as_view(), name="proof"),
    path("audit/heads/", rest.HeadList.as_view(), name="heads"),
    path("audit/heads/newest/", rest.NewestHead.as_view(), name="newest-head"),
    path("audit/keys/", rest.KeyList.as_view(), name="keys"),
    path("audit/consistency/", rest.ConsistencyView.as_view(), name="consistency"),
]

"""The addresses of the public register and of verifying."""

from __future__ import annotations

from django.urls import path, re_path

from kenri.web.public.views import register, verify

urlpatterns = [
    path("register/", register.page, name="public_register"),
    re_path(r"^register/feed\.(?P<form>atom|rss)$", register.feed, name="public_register_feed"),
    re_path(r"^register/entries\.(?P<form>csv|jsonl)$", register.download, name="public_register_data"),
    path("register/statistics", register.statistics, name="public_statistics"),
    path("register/statistics.csv", register.statistics_csv, name="public_statistics_csv"),
    path("register/<slug:number>", register.entry, name="public_entry"),
    path("register/<slug:number>.json", register.entry_json, name="public_entry_json"),
    path("verify", verify.page, name="verify"),
]

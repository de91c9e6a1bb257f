"""The addresses that have no language: for programs and crawlers."""

from __future__ import annotations

from django.urls import path

from kenri.web.views import machine

urlpatterns = [
    path("complete", machine.complete, name="complete"),
    path("health", machine.health, name="health"),
    path("robots.txt", machine.robots, name="robots"),
]

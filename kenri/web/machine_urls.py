"""The addresses that have no language: for programs and crawlers."""

from __future__ import annotations

from django.urls import path

from kenri.web.find.views import machine
from kenri.web.registry.views import machine as registry_machine

urlpatterns = [
    path("complete", machine.complete, name="complete"),
    path("health", machine.health, name="health"),
    path("registrations/<slug:key>/<slug:form>.json", registry_machine.export, name="registration_export"),
    path(".well-known/tdmrep.json", machine.tdmrep, name="tdmrep"),
    path("robots.txt", machine.robots, name="robots"),
]

"""The site's addresses: pages live under their language (``/ja/…``), programmes under ``/api/``."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path

from kenri.api.problems import no_such_address
from kenri.api.wiring import api

urlpatterns = [
    path("", include("kenri.web.machine_urls")),
    path("api/v1/", api.urls),
    re_path("^api/", no_such_address),
    *i18n_patterns(path("", include("kenri.web.urls")), path("account/", include("allauth.urls"))),
]
handler400 = "kenri.web.errors.refused"
handler404 = "kenri.web.errors.not_found"
handler500 = "kenri.web.errors.failed"

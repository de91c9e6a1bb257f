"""The site's addresses: every page lives under its language (``/ja/…``, ``/en/…``)."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = i18n_patterns(path("", include("kenri.web.urls")))
